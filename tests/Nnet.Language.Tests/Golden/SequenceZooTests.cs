using Xunit;

namespace Nnet.Language.Tests.Golden;

/// <summary>The networks for sequences of <c>examples/zoo</c>: the shape of every layer, as PyTorch has it.</summary>
public class SequenceZooTests
{
    [Fact]
    public void Gpt2IsShaped() => IsShaped("gpt2.nnet", "Gpt2",
    [
        "input [seq=1024]", "embedding [seq=1024, 768]", "position [seq=1024, 768]", "dropout [seq=1024, 768]",
        .. Times(12,
            "layernorm [seq=1024, 768]", "attention [seq=1024, 768]", "dropout [seq=1024, 768]", "add [seq=1024, 768]",
            "layernorm [seq=1024, 768]", "dense [seq=1024, 3072]", "gelu [seq=1024, 3072]", "dense [seq=1024, 768]", "dropout [seq=1024, 768]", "add [seq=1024, 768]"),
        "layernorm [seq=1024, 768]", "dense [seq=1024, 50257]",
    ]);

    [Theory]
    [InlineData("tinyllama.nnet", "TinyLlama", 2048, 2048, 22, 5632, 32000)]
    [InlineData("mistral-7b.nnet", "Mistral7B", 8192, 4096, 32, 14336, 32000)]
    [InlineData("qwen2.5-0.5b.nnet", "Qwen", 4096, 896, 24, 4864, 151936)]
    public void LlamasAreShaped(string file, string name, int places, int d, int layers, int wide, int tokens) => IsShaped(file, name,
    [
        $"input [seq={places}]", $"embedding [seq={places}, {d}]",
        .. Times(layers,
            $"rmsnorm [seq={places}, {d}]", $"attention [seq={places}, {d}]", $"add [seq={places}, {d}]",
            $"rmsnorm [seq={places}, {d}]", $"dense [seq={places}, {wide}]", $"silu [seq={places}, {wide}]", $"dense [seq={places}, {wide}]", $"multiply [seq={places}, {wide}]",
            $"dense [seq={places}, {d}]", $"add [seq={places}, {d}]"),
        $"rmsnorm [seq={places}, {d}]", $"dense [seq={places}, {tokens}]",
    ]);

    [Fact]
    public void VitIsShaped() => IsShaped("vit-b16.nnet", "VitB16",
    [
        "input 3x224x224", "conv 768x14x14", "to_sequence [seq=196, 768]", "class_token [seq=197, 768]", "position [seq=197, 768]",
        .. Times(12,
            "layernorm [seq=197, 768]", "attention [seq=197, 768]", "add [seq=197, 768]",
            "layernorm [seq=197, 768]", "dense [seq=197, 3072]", "gelu [seq=197, 3072]", "dense [seq=197, 768]", "add [seq=197, 768]"),
        "layernorm [seq=197, 768]", "select 768", "dense 1000",
    ]);

    [Fact]
    public void BertIsShaped() => IsShaped("bert-base.nnet", "BertBase",
    [
        "input [seq=512]", "embedding [seq=512, 768]", "input [seq=512]", "embedding [seq=512, 768]", "add [seq=512, 768]",
        "position [seq=512, 768]", "layernorm [seq=512, 768]", "dropout [seq=512, 768]",
        .. Times(12,
            "attention [seq=512, 768]", "dropout [seq=512, 768]", "add [seq=512, 768]", "layernorm [seq=512, 768]",
            "dense [seq=512, 3072]", "gelu [seq=512, 3072]", "dense [seq=512, 768]", "dropout [seq=512, 768]", "add [seq=512, 768]", "layernorm [seq=512, 768]"),
        "select 768", "dense 768", "tanh 768",
    ]);

    [Fact]
    public void TheTransformerIsShaped()
    {
        var (feedforward, d) = (new[] { "dense [{0}, 2048]", "relu [{0}, 2048]", "dropout [{0}, 2048]", "dense [{0}, 512]", "dropout [{0}, 512]", "add [{0}, 512]", "layernorm [{0}, 512]" }, 512);
        var attention = new[] { "attention [{0}, 512]", "dropout [{0}, 512]", "add [{0}, 512]", "layernorm [{0}, 512]" };
        IsShaped("transformer.nnet", "Transformer",
        [
            $"input [source_places=20, {d}]",
            .. At("source_places=20", Times(6, [.. attention, .. feedforward])), "layernorm [source_places=20, 512]",
            $"input [target_places=20, {d}]",
            .. At("target_places=20", Times(6, [.. attention, .. attention, .. feedforward])), "layernorm [target_places=20, 512]",
        ]);
        // The second attention of every decoder reads what the encoder gives, and all six read the same.
        var model = ZooTests.Model("transformer.nnet", "Transformer");
        Assert.Equal("memory", model.Nodes[Assert.Single(model.Nodes.Where(node => node.Inputs.Length == 2 && node.Layer.Name == "attention").Select(node => node.Inputs[1]).Distinct())].Name);

        static IEnumerable<string> At(string places, IEnumerable<string> lines) => lines.Select(line => string.Format(System.Globalization.CultureInfo.InvariantCulture, line, places));
    }

    [Fact]
    public void TheRecurrentNetworksAreShaped()
    {
        IsShaped("lstm-classifier.nnet", "ReviewLstm", ["input [seq=200]", "embedding [seq=200, 128]", "lstm [seq=200, 128]", "lstm 128", "dense 1", "sigmoid 1"]);
        IsShaped("row-gru.nnet", "RowGru", ["input [row=28, 28]", "gru 128", "dense 10"]);
        IsShaped("char-rnn.nnet", "CharRnn", ["input [seq=100]", "embedding [seq=100, 64]", "lstm [seq=100, 256]", "dense [seq=100, 65]"]);
    }

    [Fact]
    public void TheTextTransformerIsShaped() => IsShaped("text-transformer.nnet", "TextTransformer",
    [
        "input [seq=128]", "embedding [seq=128, 64]", "position [seq=128, 64]",
        .. Times(2,
            "layernorm [seq=128, 64]", "attention [seq=128, 64]", "add [seq=128, 64]",
            "layernorm [seq=128, 64]", "dense [seq=128, 256]", "relu [seq=128, 256]", "dropout [seq=128, 256]", "dense [seq=128, 64]", "add [seq=128, 64]"),
        "layernorm [seq=128, 64]", "globalavgpool 64", "dense 4",
    ]);

    [Fact]
    public void TheHeadOfGpt2SharesTheWeightsOfItsEmbedding()
    {
        var model = ZooTests.Model("gpt2.nnet", "Gpt2");
        Assert.Equal("wte", model.Nodes[model.Nodes[^1].Facts!.Weights[0].TiedTo!.Value].Name);
    }

    [Fact]
    public void TheSampleOfTheLanguageIsGpt2()
    {
        Check.Silent(Samples.Gpt);
        Assert.Equal(124_439_808, Assert.Single(Check.Analyze(Samples.Gpt).Models).Parameters);
    }

    private static void IsShaped(string file, string name, string[] layers)
        => Assert.Equal(layers, ZooTests.Model(file, name).Nodes.Select(node => $"{node.Layer.Name} {node.Facts!.Output.Shape.ToSource()}"));

    private static IEnumerable<string> Times(int times, params string[] lines) => Enumerable.Repeat(lines, times).SelectMany(repeated => repeated);
}
