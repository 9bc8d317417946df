using Xunit;

namespace Nnet.Language.Tests.Findings;

/// <summary>The second place of a finding that is about two.</summary>
public class RelatedPlaceTests
{
    [Theory]
    [InlineData("duplicate-name", "let n = 1\nlet n = 2\n", "1: `n` is declared here first.")]
    [InlineData("duplicate-name", "model M {\n  input 4\n  e: dense 4\n  e: relu\n  add e\n}\n", "3: `e` is declared here first.")]
    [InlineData("duplicate-name", "model M { input 4; relu }\nmodel M { input 4; tanh }\n", "1: `M` is declared here first.")]
    [InlineData("duplicate-setting", "data d {\n  csv \"a.csv\"\n  csv \"b.csv\"\n}\n", "2: csv \"a.csv\" stands here.")]
    [InlineData("duplicate-argument", "model M {\n  input 4\n  dense 4 bias=true bias=false\n}\n", "3: `bias` is given here first.")]
    [InlineData("paths-differ", "model M {\n  input 4\n  add {\n    path { dense 8 }\n    path { relu }\n  }\n}\n", "4: dense_1 gives 8.", "5: relu_1 gives 4.")]
    [InlineData("block-call", "block B {\n  dense 4\n}\nmodel M {\n  input 1x8x8\n  B\n}\n", "2: dense needs a vector, but it gets 1×8×8: put `flatten` before it.")]
    public void IsShownWithIt(string code, string text, params string[] places)
    {
        var analysis = Check.Analyze(text);
        var finding = Assert.Single(analysis.Findings, finding => finding.Kind.Code == code);
        Assert.Equal(places, finding.Related.Select(place => $"{analysis.Source.LineAt(place.Span.Start) + 1}: {place.Message}"));
    }
}
