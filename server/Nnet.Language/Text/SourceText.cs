namespace Nnet.Language.Text;

/// <summary>A place in a text: zero-based line and UTF-16 column, as in LSP.</summary>
public readonly record struct LinePosition(int Line, int Column);

/// <summary>An immutable text with its line table. Lines end with <c>\n</c>, <c>\r\n</c> or <c>\r</c>.</summary>
public sealed class SourceText
{
    private readonly int[] _lineStarts;

    /// <summary>Makes the line table of <paramref name="content"/>.</summary>
    /// <param name="content">The whole text.</param>
    /// <param name="path">Where it came from, for messages and for paths relative to it; null when it has no file.</param>
    public SourceText(string content, string? path = null)
    {
        Content = content;
        Path = path;
        var starts = new List<int>(content.Length / 24 + 1) { 0 };
        for (var at = 0; content.AsSpan(at).IndexOfAny('\n', '\r') is >= 0 and var found;)
        {
            at += found + 1;
            if (content[at - 1] == '\r' && at < content.Length && content[at] == '\n')
            {
                at++;
            }
            starts.Add(at);
        }
        _lineStarts = [.. starts];
    }

    /// <summary>The whole text.</summary>
    public string Content { get; }

    /// <summary>Path of the file, or null.</summary>
    public string? Path { get; }

    /// <summary>Number of code units.</summary>
    public int Length => Content.Length;

    /// <summary>Number of lines; an empty text has one.</summary>
    public int LineCount => _lineStarts.Length;

    /// <summary>The text of a span, clipped to what there is.</summary>
    public string this[Span span]
    {
        get
        {
            var start = Math.Clamp(span.Start, 0, Length);
            return Content[start..Math.Clamp(span.End, start, Length)];
        }
    }

    /// <summary>Line and column of an offset, clipped to the text.</summary>
    public LinePosition PositionAt(int offset)
    {
        offset = Math.Clamp(offset, 0, Length);
        var line = Array.BinarySearch(_lineStarts, offset);
        line = line < 0 ? ~line - 1 : line;
        return new LinePosition(line, offset - _lineStarts[line]);
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

    /// <summary>Offset of the beginning of a zero-based line.</summary>
    public int LineStart(int line) => _lineStarts[line];

    /// <summary>The span of a zero-based line without its line break.</summary>
    public Span LineSpan(int line)
    {
        var start = _lineStarts[line];
        var end = line + 1 < LineCount ? _lineStarts[line + 1] : Length;
        while (end > start && Content[end - 1] is '\n' or '\r')
        {
            end--;
        }
        return Span.FromBounds(start, end);
    }

    /// <summary>Zero-based line of an offset.</summary>
    public int LineAt(int offset) => PositionAt(offset).Line;
}
