using Nnet.Language.Editing;
using Nnet.Language.Syntax;
using Nnet.Language.Tests.Syntax;
using Xunit;

namespace Nnet.Language.Tests.Editing;

/// <summary>What leads to a place says the same of it as all that stands before it.</summary>
public class CursorLineTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void WhatIsWholeCanBeLeftOut(int seed)
    {
        var random = new Random(seed);
        foreach (var (tree, _) in EditedTexts.Of(seed, 200))
        {
            var analysis = Analyzer.Analyze(tree.Source);
            for (var i = 0; i < 20; i++)
            {
                var offset = tree.Source.OffsetAt(tree.Source.PositionAt(random.Next(tree.Source.Length + 1)));
                var (few, all) = (LineAt(tree.TokensLeadingTo(offset)), LineAt(tree.Tokens));
                Assert.True(few.Bodies.SequenceEqual(all.Bodies) && few.Tokens.SequenceEqual(all.Tokens), $"{tree.Source.Content.Insert(tree.Source.IndexOf(offset), "$0")}\n--- {Shown(few)}\n--- {Shown(all)}");

                string Shown(CursorLine line) => $"{string.Join(' ', line.Bodies)}: {string.Join(' ', line.Tokens.Select(token => tree.Source[token.Span]))}";

                CursorLine LineAt(IReadOnlyList<Token> tokens) => CursorLine.Before(analysis, [.. tokens], tokens.Count(token => token.Span.Start < offset));
            }
        }
    }
}
