using System.Collections.Immutable;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Editor.Workspace;

/// <summary>What was known of the lines of an earlier version that are read again. Statements are asked for in the order of the text.</summary>
internal sealed class EarlierFacts
{
    private readonly ImmutableArray<StatementFacts> _inOrder;

    // For each line of today which of them stood on it, where lines keep what an error hides.
    private readonly int[] _first;
    private readonly int[] _count;
    private int _next;

    /// <summary>Takes what was known.</summary>
    /// <param name="inOrder">In the order of the text.</param>
    /// <param name="before">The text that it was known of.</param>
    /// <param name="lines">The number of lines that there are now.</param>
    /// <param name="change">What became of that text; null where nothing is hidden by an error.</param>
    public EarlierFacts(ImmutableArray<StatementFacts> inOrder, SourceText before, int lines, LineChange? change)
    {
        _inOrder = inOrder;
        _first = change is null ? [] : new int[lines];
        _count = change is null ? [] : new int[lines];
        for (var i = 0; change is not null && i < inOrder.Length;)
        {
            var (line, first) = (before.LineAt(inOrder[i].Offset), i);
            while (i < inOrder.Length && before.LineAt(inOrder[i].Offset) == line)
            {
                i++;
            }
            if (change.Value.Moved(line) is { } now && now < lines)
            {
                (_first[now], _count[now]) = (first, i - first);
            }
        }
    }

    /// <summary>What was known of the same statement, or null.</summary>
    public StatementFacts? Of(Statement statement, int offset)
    {
        while (_next < _inOrder.Length && _inOrder[_next].Offset < offset)
        {
            _next++;
        }
        return _next < _inOrder.Length && ReferenceEquals(_inOrder[_next].Statement, statement) ? _inOrder[_next] : null;
    }

    /// <summary>What was known of a statement of the line that is a given line now, or null.</summary>
    /// <param name="line">The line as it is counted now.</param>
    /// <param name="index">Which of its statements.</param>
    public StatementFacts? On(int line, int index) => line < _count.Length && index < _count[line] ? _inOrder[_first[line] + index] : null;
}
