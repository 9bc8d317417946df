using Nnet.Lsp.Documents;
using Nnet.Lsp.Protocol;
using Xunit;

namespace Nnet.Lsp.Tests;

public class SemanticTokensTests
{
    [Fact]
    public void TokensAreSortedAndRelative()
    {
        var encoder = new SemanticTokensEncoder();
        encoder.Add(new Position(5, 2), 7, 1, 2);
        encoder.Add(new Position(2, 10), 4, 2);
        encoder.Add(new Position(2, 5), 3, 0, 3);
        encoder.Add(new Position(2, 6), 2, 9);
        encoder.Add(new Position(3, 0), 0, 9);
        Assert.Equal([2, 5, 3, 0, 3, 0, 5, 4, 2, 0, 3, 2, 7, 1, 2], encoder.Encode());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void TheDifferenceMakesTheNewOfTheOld(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 2000; round++)
        {
            int[] before = [.. Enumerable.Range(0, random.Next(12)).Select(_ => random.Next(3))];
            int[] after = [.. Enumerable.Range(0, random.Next(12)).Select(_ => random.Next(3))];
            var patched = new List<int>(before);
            foreach (var edit in SemanticTokensEncoder.Difference(before, after))
            {
                patched.RemoveRange(edit.Start, edit.DeleteCount);
                patched.InsertRange(edit.Start, edit.Data ?? []);
            }

            Assert.Equal(after, patched);
        }
    }

    [Fact]
    public void EqualTokensHaveNoDifference() => Assert.Empty(SemanticTokensEncoder.Difference([1, 2], [1, 2]));
}
