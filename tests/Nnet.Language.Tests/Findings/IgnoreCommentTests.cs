using Nnet.Language.Findings;
using Xunit;

namespace Nnet.Language.Tests.Findings;

/// <summary>Comments that switch findings off, in a model whose two dense layers collapse into one.</summary>
public class IgnoreCommentTests
{
    private const string Linear = "model M {\n  input 4\n  dense 8\n  dense 3\n}\n";

    [Fact]
    public void WithoutACommentItIsFound() => Assert.Equal(["linear-stack"], Codes(Linear));

    [Theory]
    [InlineData("  dense 3  # nnet: ignore linear-stack\n")]
    [InlineData("  dense 3  #nnet:ignore linear-stack\n")]
    [InlineData("  dense 3  # nnet: ignore batch-size, linear-stack\n")]
    [InlineData("  dense 3  # nnet: ignore linear-stack # the lecture wants to show it\n")]
    [InlineData("  # nnet: ignore linear-stack\n  dense 3\n")]
    [InlineData("  # nnet: ignore linear-stack\n\n  # the last one\n  dense 3\n")]
    public void ALineIsIgnored(string line) => Check.Silent(Linear.Replace("  dense 3\n", line, StringComparison.Ordinal));

    [Theory]
    [InlineData("  dense 3\n  # nnet: ignore linear-stack\n")]
    [InlineData("  dense 3  # ignore linear-stack\n")]
    [InlineData("  dense 3  # nnet: ignore batch-size\n")]
    public void OtherLinesAndFindingsAreNot(string line) => Assert.Equal(["linear-stack"], Codes(Linear.Replace("  dense 3\n", line, StringComparison.Ordinal)));

    [Fact]
    public void AFileIsIgnored()
    {
        Check.Silent("# nnet: ignore-file linear-stack\n" + Linear);
        Check.Silent("# A title\n\n# nnet: ignore-file batch-size, linear-stack\n" + Linear);
    }

    [Fact]
    public void AFileIsIgnoredAtItsTopOnly()
        => Check.Fires("ignore-comment", Linear + "# nnet: ⟦ignore-file⟧ linear-stack\n" + Linear.Replace("M", "N", StringComparison.Ordinal), message: "top of the file");

    [Fact]
    public void ErrorsCannotBeIgnored()
    {
        const string text = "model M {\n  input 1x8x8\n  dense 10  # nnet: ignore ⟦needs-vector⟧\n}\n";
        Check.Fires("ignore-comment", text, message: "cannot be ignored");
        Check.Fires("needs-vector", "model M {\n  input 1x8x8\n  ⟦dense⟧ 10  # nnet: ignore needs-vector\n}\n");
    }

    [Fact]
    public void AMisspeltCodeIsFound()
        => Check.Fires("ignore-comment", Linear.Replace("dense 3", "dense 3 # nnet: ignore ⟦linear-stak⟧", StringComparison.Ordinal), message: "Did you mean `linear-stack`?");

    [Fact]
    public void WhatSaysNothingIsFound()
    {
        Check.FiresAlone("ignore-comment", "# nnet: ⟦ignroe⟧ linear-stack\nlet n = 1\n", message: "means nothing here");
        Check.FiresAlone("ignore-comment", "⟦# nnet:⟧\nlet n = 1\n");
        Check.FiresAlone("ignore-comment", "# nnet: ⟦ignore⟧ # why not\nlet n = 1\n", message: "names no finding");
    }

    [Theory]
    [InlineData("  dense 3", "  dense 3  # nnet: ignore linear-stack")]
    [InlineData("  dense 3  # nnet: ignore batch-size", "  dense 3  # nnet: ignore batch-size, linear-stack")]
    [InlineData("  dense 3  # three flowers", "  # nnet: ignore linear-stack\n  dense 3  # three flowers")]
    public void TheEditStandsWhereItDoesNotDisturb(string line, string ignored)
    {
        var text = Linear.Replace("  dense 3", line, StringComparison.Ordinal);
        var analysis = Check.Analyze(text);
        var edited = Check.Apply(text, IgnoreComments.OnLine(analysis.Syntax, analysis.Findings.Single()));
        Assert.Equal(Linear.Replace("  dense 3", ignored, StringComparison.Ordinal), edited);
        Check.Silent(edited);
    }

    [Theory]
    [InlineData("", "# nnet: ignore-file linear-stack\n")]
    [InlineData("# A title\n# nnet: ignore-file batch-size\n\n", "# A title\n# nnet: ignore-file batch-size, linear-stack\n\n")]
    public void TheEditOfAFileStandsAtItsTop(string before, string after)
    {
        var analysis = Check.Analyze(before + Linear);
        Assert.Equal(after + Linear, Check.Apply(before + Linear, IgnoreComments.InFile(analysis.Syntax, analysis.Findings.Single().Kind)));
    }

    private static IEnumerable<string> Codes(string text) => Check.Analyze(text).Findings.Select(finding => finding.Kind.Code);
}
