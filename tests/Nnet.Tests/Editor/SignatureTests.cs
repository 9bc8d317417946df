using Nnet.Editor.Signatures;
using Xunit;
using static Nnet.Tests.Editor.Marked;

namespace Nnet.Tests.Editor;

public class SignatureTests
{
    [Theory]
    [InlineData("dense $0", "units")]
    [InlineData("dense 1$0", "units")]
    [InlineData("dense 10 $0", null)]
    [InlineData("dense 10 activation=$0", "activation")]
    [InlineData("dense 10 activation=re$0lu bias=false", "activation")]
    [InlineData("dense 10 activation=relu bias=f$0", "bias")]
    [InlineData("dense 10 activation=relu $0", null)]
    [InlineData("dense 10 bi$0", "bias")]
    [InlineData("conv 8 kernel=[3, $0]", "kernel")]
    [InlineData("dense (4*$0)", "units")]
    [InlineData("concat a b $0", "labels")]
    [InlineData("concat a$0", "labels")]
    [InlineData("input x $0", "shape")]
    public void TheActiveParameterIsTheOneThatIsWritten(string line, string? expected) => Assert.Equal(expected, Active(Model(line)));

    [Theory]
    [InlineData("relu; dense 10", "dense units")]
    [InlineData("e: repeat 2 dense 10", "dense units")]
    public void ASignatureBeginsWithTheWord(string line, string expected) => Assert.StartsWith(expected, Signature(Model(line + "$0"))?.Label ?? expected, StringComparison.Ordinal);

    [Fact]
    public void OfABlockItIsAsDeclared()
    {
        var call = InBlocks("repeat 2 Basic 8").Replace("8$0", "8 $0", StringComparison.Ordinal);
        Assert.Equal("Basic ch stride=1", Signature(call)!.Label);
        Assert.Equal("stride=1", Active(call));
        Assert.Equal("ch", Active(InBlocks("repeat 2 Basic 8")));
        Assert.Equal("stride=1", Active(InBlocks("Basic 16 stride=")));
        // What every block takes is told where it is written.
        Assert.Equal("lr=100%", Active(InBlocks("Basic 16 stride=").Replace("stride=$0", "lr=$0 stride=", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("optimizer $0", "optimizer", null)]
    [InlineData("optimizer sgd $0", "sgd", null)]
    [InlineData("optimizer sgd lr=$0", "sgd", "lr")]
    [InlineData("early_stopping monitor=$0", "early_stopping", "monitor")]
    [InlineData("batch $0", "batch", "size")]
    [InlineData("metrics accuracy top_k $0", "top_k", "k")]
    [InlineData("metrics f1 average=$0", "f1", "average")]
    [InlineData("schedule cosine warmup=$0", "cosine", "warmup")]
    public void SettingsHaveSignaturesToo(string line, string word, string? active)
    {
        var marked = $"train M on d {{\n  {line}\n}}";
        Assert.StartsWith(word, Signature(marked)!.Label, StringComparison.Ordinal);
        Assert.Equal(active, word == "optimizer" ? null : Active(marked));
    }

    [Theory]
    [InlineData("let n = max($0)", "max(a, b, …)", "a")]
    [InlineData("let n = max(3, $0", "max(a, b, …)", "b")]
    [InlineData("let n = max(3, 4, $0", "max(a, b, …)", "b")]
    [InlineData("let n = max(min(1, 2), $0", "max(a, b, …)", "b")]
    [InlineData("model M {\n  input 4\n  dense (2*sqrt($0\n}", "sqrt(x)", "x")]
    [InlineData("model M {\n  input 4\n  dense 3 init=normal($0)\n}", "normal(deviation)", "deviation")]
    [InlineData("model M {\n  input t [seq=4] domain=interval(0, $0)\n}", "interval(low, high)", "high")]
    public void FunctionsHaveSignatures(string marked, string label, string active)
    {
        Assert.Equal(label, Signature(marked)!.Label);
        Assert.Equal(active, Active(marked));
    }

    [Theory]
    [InlineData("rel$0u")]
    [InlineData("relu $0")]
    [InlineData("unknown $0")]
    [InlineData("# dense $0")]
    [InlineData("residual { $0 }")]
    public void ElsewhereThereIsNone(string line) => Assert.Null(Signature(Model(line)));

    private static Lsp.Protocol.SignatureInformation? Signature(string marked)
    {
        var (text, offset) = Split(marked);
        return SignatureFeature.At(Analysed(text).Analysis, offset)?.Signatures[0];
    }

    // The word of the active parameter, its default and marks left out.
    private static string? Active(string marked)
    {
        var signature = Signature(marked)!;
        return signature.Parameters!.ElementAtOrDefault(signature.ActiveParameter!.Value)?.Label is { } label ? Word(label, signature.Label) : null;
    }

    private static string Word(string label, string signature) => signature.StartsWith("Basic", StringComparison.Ordinal) ? label : label.Trim('[', ']', '…').Split('=')[0];
}
