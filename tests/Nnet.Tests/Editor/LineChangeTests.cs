using Nnet.Editor.Workspace;
using Xunit;

namespace Nnet.Tests.Editor;

public class LineChangeTests
{
    [Theory]
    [InlineData("a\nb\nc", "a\nbx\nc", new[] { 0, -1, 2 })]
    [InlineData("a\nb\nc", "a\nnew\nb\nc", new[] { 0, 2, 3 })]
    [InlineData("a\nb\nc", "a\nb\n\nc", new[] { 0, 1, 3 })]
    [InlineData("a\n  b\nc", "a\n  \n  b\nc", new[] { 0, 2, 3 })]
    [InlineData("a\nb\nc", "a\nc", new[] { 0, -1, 1 })]
    [InlineData("a\nb\nc\nd", "a\nB\nC\nd", new[] { 0, -1, -1, 3 })]
    [InlineData("a\nb", "a\nb", new[] { 0, 1 })]
    public void LinesOfTheSameTextAreFollowed(string before, string after, int[] expected)
        => Assert.Equal(expected, Enumerable.Range(0, expected.Length).Select(line => LineChange.Between(before, after).Unchanged(line) ?? -1));

    [Theory]
    [InlineData("a\nb\nc", "a\nbx\nc", new[] { 0, 1, 2 })]
    [InlineData("a\nbb\nc", "a\nb\nb\nc", new[] { 0, 1, 3 })]
    [InlineData("a\nb\nc", "a\nc", new[] { 0, -1, 1 })]
    [InlineData("a\nb\nc\nd", "a\nB\nC\nd", new[] { 0, 1, 2, 3 })]
    public void EditedLinesAreFollowedWhereTheyStillAre(string before, string after, int[] expected)
    {
        var change = LineChange.Between(before, after);
        Assert.Equal(expected, Enumerable.Range(0, expected.Length).Select(line => change.Moved(line) ?? -1));
    }
}
