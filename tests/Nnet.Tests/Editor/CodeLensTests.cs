using Nnet.Editor.CodeLenses;
using Nnet.Editor.Runs;
using Nnet.Lsp.Protocol;
using Xunit;
using static Nnet.Tests.Editor.Marked;

namespace Nnet.Tests.Editor;

public class CodeLensTests
{
    [Fact]
    public void ModelsAndTrainBlocksHaveThem()
        => Assert.Equal(["5: 61,706 parameters · 0.42 M MACs · 0.31 MB", "17: ▶ Train here", "17: Find rate", "17: Check one batch"], Lenses(LeNet));

    [Fact]
    public void BlocksHaveTheSumsOfTheirFirstCall()
        => Assert.Equal(["4: 592 parameters · 0.15 M MACs · 35.2 kB · ×3 calls", "18: 2,890 parameters · 0.43 M MACs · 0.11 MB"], Lenses(Blocks));

    [Fact]
    public void AGraphIsShownToThoseWhoDrawIt()
        => Assert.Equal(2, Lenses(Blocks, hasGraph: true).Count(lens => lens.EndsWith("Show graph", StringComparison.Ordinal)));

    [Fact]
    public void ABlockThatNothingCallsSaysSo() => Assert.Equal(["1: no calls in this file"], Lenses("block B { relu }"));

    [Fact]
    public void AModelHasOneFromItsFirstLine() => Assert.Equal(["1: parameters not known yet"], Lenses("model M { }"));

    [Fact]
    public void SumsStayWhileALineIsHalfTyped()
        => Assert.Equal(Lenses(Blocks), Lenses(Blocks.Replace("kernel=3 stride", "kernel= stride", StringComparison.Ordinal), false, Blocks));

    [Fact]
    public void TrialsAreOfferedToThoseWhoWantThem()
        => Assert.Equal("17: ▶ Train here", CodeLensFeature.Of(Analysed(LeNet), new RunList(), hasGraph: false, offersTrials: false).Select(Write).Last());

    private static string[] Lenses(string text, bool hasGraph = false, params string[] before)
        => [.. CodeLensFeature.Of(Analysed(text, null, null, null, before), new RunList(), hasGraph, offersTrials: true).Select(Write)];

    private static string Write(CodeLens lens) => $"{lens.Range.Start.Line + 1}: {lens.Command!.Title}";
}
