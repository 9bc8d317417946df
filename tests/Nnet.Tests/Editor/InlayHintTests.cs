using Newtonsoft.Json.Linq;
using Nnet.Editor.InlayHints;
using Nnet.Editor.Runs;
using Nnet.Editor.Workspace;
using Xunit;
using static Nnet.Tests.Editor.Marked;

namespace Nnet.Tests.Editor;

public class InlayHintTests
{
    [Fact]
    public void EveryLayerHasItsShapeAndParameters() => Assert.Equal(
    [
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
        Assert.Equal(["8 · 64", "1 · 9"], hints.Select(hint => hint.Split("→ ")[1]));
    }

    [Fact]
    public void AHalfTypedLineAndThoseBehindItKeepTheirs()
    {
        var broken = LeNet.Replace("conv 16 kernel=5", "conv 16 kernel=", StringComparison.Ordinal);
        Assert.Equal(Hints(LeNet).Select(AfterArrow), Hints(LeNet, broken).Select(AfterArrow));
    }

    [Fact]
    public void APathThatIsNoLongerTakenHasNone()
    {
        const string Text = "block B(ch) {\n  add {\n    path {\n      conv ch kernel=1\n    }\n    path when in.channels != ch {\n      conv ch kernel=3 padding=1\n    }\n  }\n}\nmodel M {\n  input 64x8x8\n  B 6\n  wrong\n}";
        Assert.Contains(Hints(Text), hint => hint.StartsWith("conv ch kernel=3", StringComparison.Ordinal));
        Assert.DoesNotContain(Hints(Text, Text.Replace("B 6", "B 64", StringComparison.Ordinal)), hint => hint.StartsWith("conv ch kernel=3", StringComparison.Ordinal));
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
    [InlineData("""{ "shapes": true, "parameters": true }""", "6×28×28 · 156")]
    [InlineData("""{ "parameters": false }""", "6×28×28")]
    [InlineData("""{ "shapes": false }""", "156")]
    [InlineData("""{ "shapes": false, "parameters": false }""", null)]
    [InlineData("""{ "macs": true }""", "6×28×28 · 156 · 0.12 M MACs")]
    [InlineData("""{ "domains": true, "parameters": false }""", "6×28×28 (−1,1)")]
    public void SettingsChooseTheParts(string settings, string? expected)
    {
        var chosen = new EditorSettings().With(new JObject { ["inlayHints"] = JObject.Parse(settings) });
        Assert.Equal(expected, HintsOf(Analysed(LeNet), chosen).FirstOrDefault(hint => hint.StartsWith("conv 6", StringComparison.Ordinal))?.Split(" → ")[1]);
    }

    [Fact]
    public void LinesOfBlocksShowTheirFirstCall() => Assert.Equal(
    [
        "conv ch kernel=3 stride=stride padding=1 bias=false → 8×16×16 … · 576 …",
        "batchnorm → 8×16×16 … · 16 …",
        "conv ch kernel=1 stride=stride bias=false → 16×8×8 · 128",
        "} → 8×16×16 … · 592 …",
        "relu → 8×16×16 …",
        "stem: conv width kernel=3 padding=1 → 8×16×16 · 224",
        "repeat 2 Basic 8 → 8×16×16 · 2 × 592",
        "e: Basic 16 stride=2 → 16×8×8 · 1,312",
        "globalavgpool → 16",
        "dense 10 → 10 · 170",
    ], Hints(Blocks));

    [Fact]
    public void ARepetitionShowsItsRounds()
    {
        Assert.Contains("repeat 3 { → 3 × 90", Hints("model M {\n  input 9\n  repeat 3 {\n    dense 9\n    relu\n  }\n}"));
        Assert.Contains("repeat 2 { → 2 × 180", Hints("model M {\n  input 9\n  repeat 2 {\n    repeat 2 {\n      dense 9\n    }\n  }\n}"));
        Assert.Contains("repeat 2 { → 2 × 90", Hints("model M {\n  input 9\n  repeat 2 {\n    repeat 2 {\n      dense 9\n    }\n  }\n}"));
        Assert.Contains("repeat 2 { → 110", Hints("model M {\n  input 9\n  repeat 2 {\n    dense (in.features - 2)\n  }\n}"));
    }

    [Fact]
    public void AResidualOnOneLineShowsItsSum()
        => Assert.Equal(["4 · 20", "4", "20"], Hints("model M {\n  input 4\n  residual { dense 4; relu }\n}").Select(hint => hint.Split(" → ")[1]));

    [Fact]
    public void AnInputShowsWhatIsNotWritten()
    {
        Assert.Empty(Hints("model M {\n  input 3x8x8\n}"));
        Assert.Empty(Hints("model M {\n  input x [seq=8, 4]\n}"));
        Assert.Equal(["input [seq=n, 4] → seq 8 × 4"], Hints("let n = 8\nmodel M {\n  input [seq=n, 4]\n}"));
    }

    [Theory]
    [InlineData("conv ch kernel=3 stride=stride", "conv ch kernel= stride=stride")]
    [InlineData("  batchnorm\n", "  batchnor\n")]
    [InlineData("stem: conv width", "stem: conv widt")]
    [InlineData("path when stride > 1 or", "path when stride > or")]
    public void HintsOfBlocksStayToo(string whole, string half)
    {
        var broken = Blocks.Replace(whole, half, StringComparison.Ordinal);
        Assert.NotEqual(Blocks, broken);
        Assert.Equal(Hints(Blocks).Select(AfterArrow), Hints(Blocks, broken).Select(AfterArrow));
    }

    [Fact]
    public void LinesOfOtherFilesGiveNoHints()
    {
        var snapshot = Analysed("use \"b.nnet\"\nmodel M {\n  input 4\n  B 3\n}", null, "/p/x.nnet", new Files { ["/p/b.nnet"] = "\n\nblock B(n) { dense n; relu\n  dense 2 }" });
        Assert.Equal(["B 3 → 2 · 23"], HintsOf(snapshot, new EditorSettings()));
    }

    [Fact]
    public void ATipListsAllCalls()
    {
        var snapshot = Analysed(Blocks);
        var conv = snapshot.Steps.Steps.First(step => step.Written.StartsWith("conv ch kernel=3", StringComparison.Ordinal));
        var tip = HintText.TipOf(conv);
        Assert.StartsWith("3 calls", tip, StringComparison.Ordinal);
        Assert.Contains("| `Basic 8` ×2 | `8×16×16 → 8×16×16` | 576 |", tip, StringComparison.Ordinal);
        Assert.Contains("| `Basic 16 stride=2` | `8×16×16 → 16×8×8` | 1,152 |", tip, StringComparison.Ordinal);
        Assert.Contains("170 parameters = 10·16 + 10", HintText.TipOf(snapshot.Steps.Steps[^1]), StringComparison.Ordinal);
    }

    [Fact]
    public void ARunAddsGradientAndDeadShare()
    {
        Assert.Equal("∇ 0.012 · 12% dead", RunHint.Of([new LineHealth(3, 12, 0.0123, 0.124)]).Text);
        Assert.Equal("∇ NaN", RunHint.Of([new LineHealth(3, 12, double.NaN, null)]).Text);
        Assert.Equal("∇ 0.5", RunHint.Of([new LineHealth(3, 12, 0.5, 0.004)]).Text);
        Assert.Contains("Epoch 12 of the last run", RunHint.Of([new LineHealth(3, 12, 0.5, 0)]).Tip, StringComparison.Ordinal);
    }

    [Fact]
    public void ALineOfABlockSaysHowAllOfItsCallsWereDoing()
        => Assert.Equal("∇ 0.002–0.5 · 0–30% dead", RunHint.Of([new LineHealth(3, 12, 0.5, 0.3), new LineHealth(3, 12, 0.002, 0)]).Text);

    private static string AfterArrow(string hint) => hint[hint.IndexOf('→', StringComparison.Ordinal)..];
}
