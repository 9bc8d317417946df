using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Nnet.Engine.Data.Sources.Csv;

/// <summary>Walks over the rows of a table as UTF-8 bytes, in a window of the file, without making strings.</summary>
internal sealed class CsvScanner
{
    private const int LongestRow = 1 << 28;

    private readonly Stream _stream;
    private readonly byte _delimiter;
    private readonly bool _isBlank;
    private byte[] _window = new byte[1 << 18];
    private (int Start, int Length, bool HasDoubledQuotes)[] _cells = new (int, int, bool)[16];
    private int _next;
    private int _filled;
    private bool _ended;
    private long _followingLine = 1;

    /// <summary>Begins before the first row.</summary>
    /// <param name="stream">The file, unpacked.</param>
    /// <param name="delimiter">What parts the cells; a blank stands for any number of blanks and tabs.</param>
    public CsvScanner(Stream stream, byte delimiter)
    {
        (_stream, _delimiter, _isBlank) = (stream, delimiter, delimiter == ' ');
        Fill();
        if (_window.AsSpan(0, _filled).StartsWith(Encoding.UTF8.Preamble))
        {
            _next = Encoding.UTF8.Preamble.Length;
        }
    }

    /// <summary>
    /// Cells of every row, or 0 while that is not known. A row that begins with # and has another number of them is a comment; one that
    /// has an empty cell too many ends in a delimiter.
    /// </summary>
    public int Width { get; init; }

    /// <summary>Line of the first row that counts.</summary>
    public long FirstLine { get; init; }

    /// <summary>Number of cells of the row.</summary>
    public int Count { get; private set; }

    /// <summary>Line of the file that the row begins on, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>A cell without its quotes and the blanks around it.</summary>
    public ReadOnlySpan<byte> this[int cell]
    {
        get
        {
            var (start, length, hasDoubledQuotes) = _cells[cell];
            var text = _window.AsSpan(start, length);
            return hasDoubledQuotes ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text).Replace("\"\"", "\"")) : text;
        }
    }

    /// <summary>A cell as a string.</summary>
    /// <exception cref="InvalidDataException">It is no UTF-8.</exception>
    public string Text(int cell)
    {
        var bytes = this[cell];
        var letters = new char[bytes.Length];
        return new string(letters, 0, Letters(bytes, Line, letters));
    }

    /// <summary>Writes the letters of a cell and returns how many there are.</summary>
    /// <exception cref="InvalidDataException">It is no UTF-8; taken as it is, different texts would become the same.</exception>
    public static int Letters(ReadOnlySpan<byte> cell, long line, Span<char> letters)
        => Utf8.ToUtf16(cell, letters, out _, out var length, replaceInvalidSequences: false) == OperationStatus.Done
            ? length
            : throw new InvalidDataException($"line {line:N0} holds letters that are not in UTF-8, as those before it are. Save the file in UTF-8");

    /// <summary>The row as strings.</summary>
    public string[] Texts() => [.. Enumerable.Range(0, Count).Select(Text)];

    /// <summary>Goes to the next row that is not blank; false at the end of the file.</summary>
    /// <exception cref="InvalidDataException">A quote is never closed, or the gzip around it is damaged.</exception>
    public bool Read()
    {
        while (true)
        {
            var scan = Scan();
            if (scan == Outcome.Row && Line >= FirstLine && !IsComment)
            {
                return true;
            }
            if (scan == Outcome.End)
            {
                return false;
            }
        }
    }

    private bool IsComment => Width > 0 && Count != Width && _cells[0].Length > 0 && _window[_cells[0].Start] == '#';

    private enum Outcome
    {
        Row,
        Blank,
        End,
    }

    private Outcome Scan()
    {
        var (position, lines) = (_next, 0);
        Count = 0;
        Line = _followingLine;
        while (true)
        {
            var start = SkipBlanks(position);
            int end;
            var doubled = false;
            if (start < _filled && _window[start] == '"')
            {
                start++;
                end = ClosingQuote(start, ref lines, ref doubled);
                if (end < 0)
                {
                    if (Refill())
                    {
                        (position, lines, Count) = (_next, 0, 0);
                        continue;
                    }
                    throw new InvalidDataException($"the quote that opens in line {Line + lines:N0} is never closed");
                }
                position = end + 1;
                AddCell(start, end - start, doubled);
                var rest = IndexOfEnd(position);
                if (rest >= 0)
                {
                    position = rest;
                }
                else if (Refill())
                {
                    (position, lines, Count) = (_next, 0, 0);
                    continue;
                }
                else
                {
                    position = _filled;
                }
            }
            else
            {
                end = IndexOfEnd(start);
                if (end < 0)
                {
                    if (Refill())
                    {
                        (position, lines, Count) = (_next, 0, 0);
                        continue;
                    }
                    end = _filled;
                }
                start = Math.Min(start, end);
                position = end;
                while (end > start && _window[end - 1] is (byte)' ' or (byte)'\t')
                {
                    end--;
                }
                // Blanks part cells where they stand between two, and not at the end of a row.
                if (!_isBlank || end > start || Count == 0)
                {
                    AddCell(start, end - start, false);
                }
            }
            if (position >= _filled)
            {
                return Finish(_filled, lines, atEnd: true);
            }
            if (_window[position] == _delimiter || (_isBlank && _window[position] == '\t'))
            {
                position++;
                continue;
            }
            // \r\n ends one line; it may straddle the window.
            if (_window[position] == '\r' && position + 1 == _filled && Refill())
            {
                (position, lines, Count) = (_next, 0, 0);
                continue;
            }
            var pair = _window[position] == '\r' && position + 1 < _filled && _window[position + 1] == '\n';
            return Finish(position + (pair ? 2 : 1), lines + 1, atEnd: false);
        }
    }

    private Outcome Finish(int next, int lines, bool atEnd)
    {
        var blank = Count == 1 && _cells[0].Length == 0;
        Count -= Width > 0 && Count == Width + 1 && _cells[Count - 1].Length == 0 ? 1 : 0;
        _next = next;
        _followingLine += lines;
        return !blank ? Outcome.Row : atEnd ? Outcome.End : Outcome.Blank;
    }

    private int SkipBlanks(int position)
    {
        while (position < _filled && _window[position] is (byte)' ' or (byte)'\t' && (_isBlank || _window[position] != _delimiter))
        {
            position++;
        }
        return position;
    }

    // Where the cell that goes on at the position ends, or −1 when that lies beyond the window.
    private int IndexOfEnd(int position)
    {
        var rest = _window.AsSpan(position, _filled - position);
        var length = _isBlank ? rest.IndexOfAny(" \t\n\r"u8) : rest.IndexOfAny(_delimiter, (byte)'\n', (byte)'\r');
        return length < 0 ? -1 : position + length;
    }

    private int ClosingQuote(int position, ref int lines, ref bool doubled)
    {
        var from = position;
        while (true)
        {
            var length = _window.AsSpan(position, _filled - position).IndexOf((byte)'"');
            if (length < 0)
            {
                return -1;
            }
            position += length;
            if (position + 1 < _filled && _window[position + 1] == '"')
            {
                doubled = true;
                position += 2;
                continue;
            }
            if (position + 1 == _filled && !_ended)
            {
                return -1;
            }
            lines += _window.AsSpan(from, position - from).Count((byte)'\n');
            return position;
        }
    }

    private void AddCell(int start, int length, bool doubled)
    {
        if (Count == _cells.Length)
        {
            Array.Resize(ref _cells, 2 * Count);
        }
        _cells[Count++] = (start, length, doubled);
    }

    // Moves the row that is being read to the window's beginning and reads on; false when there is nothing more.
    private bool Refill()
    {
        if (_ended)
        {
            return false;
        }
        var kept = _window.AsSpan(_next, _filled - _next);
        if (kept.Length > _window.Length / 2)
        {
            if (_window.Length >= LongestRow)
            {
                throw new InvalidDataException($"line {Line:N0} is longer than {LongestRow >> 20} MB: a quote may not be closed, or this is no table");
            }
            var larger = new byte[2 * _window.Length];
            kept.CopyTo(larger);
            _window = larger;
        }
        else
        {
            kept.CopyTo(_window);
        }
        (_next, _filled) = (0, kept.Length);
        Fill();
        return true;
    }

    private void Fill()
    {
        var read = _stream.ReadAtLeast(_window.AsSpan(_filled), 1, throwOnEndOfStream: false);
        _filled += read;
        _ended = read == 0;
    }
}
