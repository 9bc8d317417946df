using Nnet.Editor.InlayHints;
using Nnet.Editor.Workspace;
using Nnet.Language.Graph;
using Xunit;
using static Nnet.Tests.Editor.Marked;

namespace Nnet.Tests.Editor;

public class InlayHintTests
{
    [Fact]
    public void EveryLayerHasItsShapeAndParameters() => Assert.Equal(
    [
        "input 1x28x28 → 1×28×28",
        "conv 6 kernel=5 padding=2 activation=tanh → 6×28×28 · 156",
        "avgpool 2 → 6×14×14",
        "conv 16 kernel=5 activation=tanh → 16×10×10 · 2,416",
        "avgpool 2 → 16×5×5",
        "flatten → 400",
        "dense 120 activation=tanh → 120 · 48,120",
        "dense 84 activation=tanh → 84 · 10,164",
        "dense 10 → 10 · 850",
    ], Hints(LeNet));

    [Fact]
    public void LayersOnOneLineHaveOneEach()
    {
        var hints = Hints("model M { input 7; dense 8 activation=tanh; dense 1 }");
        Assert.Equal(["7", "8 · 64", "1 · 9"], hints.Select(hint => hint.Split("→ ")[1]));
    }

    [Fact]
    public void AHalfTypedLineAndThoseBehindItKeepTheirs()
    {
        var broken = LeNet.Replace("conv 16 kernel=5", "conv 16 kernel=", StringComparison.Ordinal);
        Assert.Equal(Hints(LeNet).Select(AfterArrow), Hints(LeNet, broken).Select(AfterArrow));
    }

    [Fact]
    public void KeptHintsMoveWithTheirLines()
    {
        var broken = LeNet.Replace("conv 16 kernel=5", "conv 16 kernel=", StringComparison.Ordinal);
        var moved = broken.Replace("model LeNet5 {", "# a new line\n\nmodel LeNet5 {", StringComparison.Ordinal);
        Assert.Equal(Hints(LeNet).Select(AfterArrow), Hints(LeNet, broken, moved).Select(AfterArrow));
    }

    [Fact]
    public void ANewLineWithAnErrorHasNone()
    {
        var inserted = LeNet.Replace("  flatten\n", "  flatten\n  dense\n", StringComparison.Ordinal);
        Assert.DoesNotContain(Hints(LeNet, inserted), hint => hint.StartsWith("dense →", StringComparison.Ordinal));
        Assert.Contains("dense 10 → 10 · 850", Hints(LeNet, inserted));
    }

    [Fact]
    public void ADeletedLineTakesItsHintAlong()
    {
        var shorter = LeNet.Replace("  flatten\n", "", StringComparison.Ordinal);
        Assert.DoesNotContain(Hints(LeNet, shorter), hint => hint.EndsWith("→ 400", StringComparison.Ordinal));
    }

    [Fact]
    public void AMendedLineHasNewOnes() => Assert.Contains("dense 11 → 11 · 935", Hints(LeNet, LeNet.Replace("dense 10", "dense", StringComparison.Ordinal), LeNet.Replace("dense 10", "dense 11", StringComparison.Ordinal)));

    [Theory]
    [InlineData(true, true, "6×28×28 · 156")]
    [InlineData(true, false, "6×28×28")]
    [InlineData(false, true, "156")]
    [InlineData(false, false, "")]
    public void SettingsChooseTheParts(bool shapes, bool parameters, string expected)
    {
        var parts = InlayHintFeature.LabelOf(new StepFacts(Shape.Of(6, 28, 28), null, 156, "6·(1·5·5) + 6"), new EditorSettings(shapes, parameters));
        Assert.Equal(expected, string.Concat(parts.Select(part => part.Value)));
    }

    private static string AfterArrow(string hint) => hint[hint.IndexOf('→', StringComparison.Ordinal)..];
}
