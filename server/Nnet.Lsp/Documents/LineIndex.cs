using Nnet.Lsp.Protocol;

namespace Nnet.Lsp.Documents;

/// <summary>Where the lines of a text begin, and the way between offsets and positions. A line ends with LF, CR LF or CR.</summary>
public sealed class LineIndex
{
    private readonly string _text;
    private readonly int[] _starts;

    /// <summary>Finds the lines of <paramref name="text"/>.</summary>
    public LineIndex(string text)
    {
        _text = text;
        var starts = new List<int>(text.Length / 24 + 1) { 0 };
        for (var at = 0; ;)
        {
            var found = text.AsSpan(at).IndexOfAny('\n', '\r');
            if (found < 0)
            {
                break;
            }

            at += found + 1;
            if (text[at - 1] == '\r' && at < text.Length && text[at] == '\n')
            {
                at++;
            }

            starts.Add(at);
        }

        _starts = [.. starts];
    }

    /// <summary>How many lines there are: one more than line breaks.</summary>
    public int Count => _starts.Length;

    /// <summary>The offset at which a line begins.</summary>
    public int Start(int line) => _starts[line];

    /// <summary>The offset at which a line ends, before its line break.</summary>
    public int End(int line)
    {
        if (line + 1 == _starts.Length)
        {
            return _text.Length;
        }

        var end = _starts[line + 1] - 1;
        return end > _starts[line] && _text[end] == '\n' && _text[end - 1] == '\r' ? end - 1 : end;
    }

    /// <summary>The text of a line without its line break.</summary>
    public ReadOnlySpan<char> Text(int line) => _text.AsSpan(Start(line), End(line) - Start(line));

    /// <summary>
    /// The offset of a place, or null where it cannot be one of this text. Behind the end of a line is the end of that line,
    /// as the specification has it; the start of the line after the last one, which editors use for "up to the end", is the end.
    /// </summary>
    public int? TryOffset(Position position)
    {
        if (position.Line == Count && position.Character == 0)
        {
            return _text.Length;
        }

        if (position.Line < 0 || position.Line >= Count || position.Character < 0)
        {
            return null;
        }

        return (int)Math.Min((long)_starts[position.Line] + position.Character, End(position.Line));
    }

    /// <summary>The offset of a place; whatever lies outside is moved to the nearest place of the text.</summary>
    public int Offset(Position position)
    {
        if (position.Line < 0)
        {
            return 0;
        }

        return position.Line >= Count
            ? _text.Length
            : (int)Math.Min((long)_starts[position.Line] + Math.Max(0, position.Character), End(position.Line));
    }

    /// <summary>The place of an offset; whatever lies outside is moved to the nearest offset of the text.</summary>
    public Position Position(int offset)
    {
        offset = Math.Clamp(offset, 0, _text.Length);
        var found = Array.BinarySearch(_starts, offset);
        var line = found >= 0 ? found : ~found - 1;
        return new Position(line, offset - _starts[line]);
    }
}
