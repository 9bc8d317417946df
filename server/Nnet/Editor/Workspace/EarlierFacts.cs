using System.Collections.Immutable;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Editor.Workspace;

/// <summary>What was known of the lines of an earlier version that are read again. Statements are asked for in the order of the text.</summary>
internal sealed class EarlierFacts
{
    private readonly ImmutableArray<StatementFacts> _inOrder;

    private readonly SourceText _before;
    private readonly LineChange? _change;
    private readonly int _lines;

    // For each line of today which of them stood on it, where lines keep what an error hides: made when the first of them asks.
    private (int First, int Count)[]? _onLine;
    private int _next;

    /// <summary>Takes what was known.</summary>
    /// <param name="inOrder">In the order of the text.</param>
    /// <param name="before">The text that it was known of.</param>
    /// <param name="lines">The number of lines that there are now.</param>
    /// <param name="change">What became of that text; null where nothing is hidden by an error.</param>
    public EarlierFacts(ImmutableArray<StatementFacts> inOrder, SourceText before, int lines, LineChange? change)
        => (_inOrder, _before, _lines, _change) = (inOrder, before, lines, change);

    /// <summary>Whether nothing is hidden by an error, so that no line keeps what stood on it.</summary>
    public bool HidesNothing => _change is null;

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
    public StatementFacts? On(int line, int index)
        => _change is { } change && line < _lines && (_onLine ??= OnLines(change))[line] is var (first, count) && index < count ? _inOrder[first + index] : null;

    private (int First, int Count)[] OnLines(LineChange change)
    {
        var onLine = new (int First, int Count)[_lines];
        var line = 0;
        for (var i = 0; i < _inOrder.Length;)
        {
            var first = i;
            while (line + 1 < _before.LineCount && _before.LineStart(line + 1) <= _inOrder[i].Offset)
            {
                line++;
            }
            while (i < _inOrder.Length && (line + 1 == _before.LineCount || _inOrder[i].Offset < _before.LineStart(line + 1)))
            {
                i++;
            }
            if (change.Moved(line) is { } now && now < _lines)
            {
                onLine[now] = (first, i - first);
            }
        }
        return onLine;
    }
}
