namespace Nnet.Language.Text;

/// <summary>A place in a text: zero-based line and UTF-16 column, as in LSP.</summary>
public readonly record struct LinePosition(int Line, int Column);

/// <summary>
/// An immutable text with its line table. Lines end with <c>\n</c>, <c>\r\n</c> or <c>\r</c>. An offset is a place in a line: of a text
/// that stands alone the number of code units before it; a text that is edited leaves room behind its lines, so that those which
/// an edit leaves alone keep their offsets (<see cref="Edited"/>), and with them everything that is known of them.
/// </summary>
public sealed class SourceText
{
    // Where each line begins in the content, and by its offset: the same array where there is no room.
    private readonly int[] _lineStarts;
    private readonly int[] _offsets;

    // Tells versions apart without keeping them.
    private readonly object _version = new();
    private readonly object? _before;
    private readonly (int Above, int Below) _kept;

    /// <summary>Makes the line table of <paramref name="content"/>.</summary>
    /// <param name="content">The whole text.</param>
    /// <param name="path">Where it came from, for messages and for paths relative to it; null when it has no file.</param>
    public SourceText(string content, string? path = null)
    {
        (Content, Path) = (content, path);
        _offsets = _lineStarts = StartsOf(content);
    }

    private SourceText(string content, string? path, int[] lineStarts, int[] offsets, SourceText? before = null, (int Above, int Below) kept = default)
        => (Content, Path, _lineStarts, _offsets, _before, _kept) = (content, path, lineStarts, offsets, before?._version, kept);

    /// <summary>The whole text. Offsets are no indices of it: see <see cref="this[int]"/> and <see cref="Slice"/>.</summary>
    public string Content { get; }

    /// <summary>Path of the file, or null.</summary>
    public string? Path { get; }

    /// <summary>The offset of its end.</summary>
    public int Length => _offsets[^1] + LengthOf(LineCount - 1);

    /// <summary>Number of lines; an empty text has one.</summary>
    public int LineCount => _lineStarts.Length;

    /// <summary>The text of a span, clipped to what there is.</summary>
    public string this[Span span] => Slice(span).ToString();

    /// <summary>The code unit at an offset; a line feed in the room behind a line.</summary>
    public char this[int offset]
    {
        get
        {
            var line = FindLine(offset);
            return offset - _offsets[line] is var column && column < LengthOf(line) ? Content[_lineStarts[line] + column] : '\n';
        }
    }

    /// <summary>A text that is going to be edited.</summary>
    public static SourceText ToEdit(string content, string? path)
    {
        var starts = StartsOf(content);
        return new SourceText(content, path, starts, LineRoom.Spread(starts, content.Length));
    }

    /// <summary>The text of a span without a copy, clipped to what there is.</summary>
    public ReadOnlySpan<char> Slice(Span span)
    {
        var start = IndexOf(span.Start);
        return Content.AsSpan(start, Math.Max(0, IndexOf(span.End) - start));
    }

    /// <summary>The next version of this text: its first and last lines that are the same keep their offsets.</summary>
    public SourceText Edited(string content)
    {
        var starts = StartsOf(content);
        var kept = Common(content, starts);
        var offsets = LineRoom.Place(starts, content.Length, _offsets, ref kept);
        return new SourceText(content, Path, starts, offsets, this, kept);
    }

    /// <summary>How many lines at the top and at the bottom are those of another version, with the same offsets.</summary>
    public (int Above, int Below) KeptFrom(SourceText? other)
        => other is null ? default : ReferenceEquals(other, this) ? (LineCount, 0) : ReferenceEquals(other._version, _before) ? _kept : default;

    /// <summary>Line and column of an offset, clipped to the text.</summary>
    public LinePosition PositionAt(int offset)
    {
        var line = FindLine(offset);
        var column = Math.Max(0, offset - _offsets[line]);
        var length = LengthOf(line);
        return column < length ? new LinePosition(line, column)
            : line + 1 < LineCount ? new LinePosition(line + 1, 0)
            : new LinePosition(line, length);
    }

    /// <summary>Offset of a position; a column past the end of its line, or a line past the last, is clipped as LSP asks.</summary>
    public int OffsetAt(LinePosition position)
    {
        if (position.Line < 0)
        {
            return 0;
        }
        if (position.Line >= LineCount)
        {
            return Length;
        }
        var span = LineSpan(position.Line);
        return span.Start + Math.Clamp(position.Column, 0, span.Length);
    }

    /// <summary>Index into <see cref="Content"/> of an offset, clipped to the text.</summary>
    public int IndexOf(int offset)
    {
        var line = FindLine(offset);
        return _lineStarts[line] + Math.Clamp(offset - _offsets[line], 0, LengthOf(line));
    }

    /// <summary>Offset of an index into <see cref="Content"/>.</summary>
    public int OffsetOf(int index)
    {
        var line = Find(_lineStarts, index);
        return _offsets[line] + index - _lineStarts[line];
    }

    /// <summary>Offset of the beginning of a zero-based line.</summary>
    public int LineStart(int line) => _offsets[line];

    /// <summary>The span of a zero-based line without its line break.</summary>
    public Span LineSpan(int line)
    {
        var (start, length) = (_lineStarts[line], LengthOf(line));
        while (length > 0 && Content[start + length - 1] is '\n' or '\r')
        {
            length--;
        }
        return new Span(_offsets[line], length);
    }

    /// <summary>Zero-based line of an offset.</summary>
    public int LineAt(int offset) => PositionAt(offset).Line;

    private static int[] StartsOf(string content)
    {
        var starts = new List<int>((content.Length / 16) + 1) { 0 };
        for (var at = 0; content.AsSpan(at).IndexOfAny('\n', '\r') is >= 0 and var found;)
        {
            at += found + 1;
            if (content[at - 1] == '\r' && at < content.Length && content[at] == '\n')
            {
                at++;
            }
            starts.Add(at);
        }
        return [.. starts];
    }

    // With its line break.
    private int LengthOf(int line) => (line + 1 < LineCount ? _lineStarts[line + 1] : Content.Length) - _lineStarts[line];

    private int FindLine(int offset) => Find(_offsets, offset);

    private static int Find(int[] starts, int at)
    {
        var line = Array.BinarySearch(starts, at);
        return line >= 0 ? line : Math.Max(0, ~line - 1);
    }

    // How many lines at the top and at the bottom of another text are those of this one.
    private (int Above, int Below) Common(string content, int[] starts)
    {
        var most = Math.Min(starts.Length, LineCount);
        var prefix = Content.AsSpan().CommonPrefixLength(content);
        if (prefix == Content.Length && prefix == content.Length)
        {
            return (LineCount, 0);
        }
        var above = Math.Min(most - 1, Find(_lineStarts, prefix));
        // A carriage return at the end of the one may be half of a line break in the other.
        while (above > 0 && starts[above] != _lineStarts[above])
        {
            above--;
        }
        var (here, there) = (Content.Length, content.Length);
        while (here > prefix && there > prefix && Content[here - 1] == content[there - 1])
        {
            here--;
            there--;
        }
        var below = 0;
        while (above + below < most && _lineStarts[LineCount - below - 1] >= here && _lineStarts[LineCount - below - 1] - Content.Length == starts[starts.Length - below - 1] - content.Length)
        {
            below++;
        }
        return (above, below);
    }
}
