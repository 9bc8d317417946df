using Nnet.Lsp.Protocol;

namespace Nnet.Lsp.Documents;

/// <summary>Collects tokens in any order and encodes them as the protocol wants them: sorted, each relative to the one before.</summary>
public sealed class SemanticTokensEncoder
{
    private readonly List<(Position Start, int Length, int Type, int Modifiers)> _tokens = [];

    /// <summary>Adds a token, which lies within one line.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="length">Its length in UTF-16 code units; an empty token is left out.</param>
    /// <param name="type">The index of its type in the legend.</param>
    /// <param name="modifiers">Its modifiers, one bit for each in the legend.</param>
    public void Add(Position start, int length, int type, int modifiers = 0)
    {
        if (length > 0)
        {
            _tokens.Add((start, length, type, modifiers));
        }
    }

    /// <summary>The tokens as numbers, five each. Of tokens that overlap, the one that starts first is kept.</summary>
    public int[] Encode()
    {
        _tokens.Sort(static (left, right) => left.Start.CompareTo(right.Start));
        var data = new List<int>(_tokens.Count * 5);
        var previous = default(Position);
        var end = default(Position);
        foreach (var (start, length, type, modifiers) in _tokens)
        {
            if (start < end)
            {
                continue;
            }

            var lines = start.Line - previous.Line;
            data.AddRange([lines, lines == 0 ? start.Character - previous.Character : start.Character, length, type, modifiers]);
            previous = start;
            end = start with { Character = start.Character + length };
        }

        return [.. data];
    }

    /// <summary>The one edit that makes <paramref name="after"/> of <paramref name="before"/>: what lies between their common start and end.</summary>
    public static SemanticTokensEdit[] Difference(ReadOnlySpan<int> before, ReadOnlySpan<int> after)
    {
        var start = before.CommonPrefixLength(after);
        if (start == before.Length && start == after.Length)
        {
            return [];
        }

        var oldRest = before[start..];
        var newRest = after[start..];
        var common = 0;
        while (common < oldRest.Length && common < newRest.Length && oldRest[^(common + 1)] == newRest[^(common + 1)])
        {
            common++;
        }

        var added = newRest[..^common];
        return [new SemanticTokensEdit(start, oldRest.Length - common, added.IsEmpty ? null : added.ToArray())];
    }
}
