using System.Buffers.Text;
using System.Text;

namespace Nnet.Lsp.JsonRpc;

/// <summary>What <see cref="FrameReader.Read"/> found.</summary>
public enum FrameKind
{
    /// <summary>A whole message body.</summary>
    Message,

    /// <summary>Bytes that are no usable frame; they were skipped, and reading can go on.</summary>
    Broken,

    /// <summary>The stream ended.</summary>
    End,
}

/// <summary>One step of the input.</summary>
/// <param name="Kind">What was found.</param>
/// <param name="Body">The body of a <see cref="FrameKind.Message"/>, valid until the next read.</param>
/// <param name="Problem">What is wrong with a <see cref="FrameKind.Broken"/> frame, in a sentence for people.</param>
public readonly record struct Frame(FrameKind Kind, ReadOnlyMemory<byte> Body, string? Problem);

/// <summary>
/// Cuts a byte stream into the bodies of <c>Content-Length</c> frames.
/// Whatever the bytes are, it neither throws nor keeps more than one body of at most the allowed size in memory:
/// what is too large is skipped byte by byte, so that the stream stays in step.
/// </summary>
public sealed class FrameReader
{
    /// <summary>The largest body that is read, unless told otherwise: VS Code sends no document over 50 MB.</summary>
    public const int DefaultMaxBody = 64 * 1024 * 1024;

    private const int MaxHeaderLine = 4096;
    private const int KeptBody = 1024 * 1024;

    private readonly Stream _stream;
    private readonly int _maxBody;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly byte[] _line = new byte[MaxHeaderLine];
    private byte[] _body = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>Reads frames from <paramref name="stream"/>.</summary>
    public FrameReader(Stream stream, int maxBody = DefaultMaxBody)
    {
        _stream = stream;
        _maxBody = maxBody;
    }

    /// <summary>Reads up to and including the next frame, blocking until it is whole or the stream ends.</summary>
    public Frame Read()
    {
        long? length = null;
        string? problem = null;
        var sawLine = false;
        while (true)
        {
            if (!ReadLine(out var line, out var tooLong))
            {
                return new Frame(FrameKind.End, default, null);
            }

            if (tooLong)
            {
                problem = $"a header line is longer than {MaxHeaderLine} bytes";
            }
            else if (line.IsEmpty)
            {
                if (sawLine)
                {
                    break;
                }

                continue;
            }
            else
            {
                ReadHeader(line, ref length, ref problem);
            }

            sawLine = true;
        }

        if (length is not { } size)
        {
            return Broken(problem ?? "the header has no Content-Length");
        }

        if (size > _maxBody)
        {
            problem = $"the message has {size:N0} bytes; at most {_maxBody:N0} are read";
        }

        if (problem is not null)
        {
            return Skip(size) ? Broken(problem) : new Frame(FrameKind.End, default, null);
        }

        return ReadBody((int)size) is { } body
            ? new Frame(FrameKind.Message, body, null)
            : new Frame(FrameKind.End, default, null);
    }

    private static Frame Broken(string problem) => new(FrameKind.Broken, default, problem);

    private static void ReadHeader(ReadOnlySpan<byte> line, ref long? length, ref string? problem)
    {
        var colon = line.IndexOf((byte)':');
        if (colon < 0)
        {
            problem ??= $"'{Excerpt(line)}' is no header";
            return;
        }

        var name = Trim(line[..colon]);
        var value = Trim(line[(colon + 1)..]);
        if (Ascii.EqualsIgnoreCase(name, "Content-Length"u8))
        {
            if (Utf8Parser.TryParse(value, out long parsed, out var used) && used == value.Length && parsed >= 0)
            {
                length = parsed;
            }
            else
            {
                problem = $"Content-Length is '{Excerpt(value)}', not a number of bytes";
            }
        }
        else if (Ascii.EqualsIgnoreCase(name, "Content-Type"u8))
        {
            var type = Encoding.Latin1.GetString(value);
            var charset = type.IndexOf("charset=", StringComparison.OrdinalIgnoreCase);
            if (charset >= 0 && !type.AsSpan(charset).Contains("utf-8", StringComparison.OrdinalIgnoreCase)
                && !type.AsSpan(charset).Contains("utf8", StringComparison.OrdinalIgnoreCase))
            {
                problem = $"Content-Type is '{Excerpt(value)}'; only utf-8 is read";
            }
        }
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        while (text is [(byte)' ' or (byte)'\t', ..])
        {
            text = text[1..];
        }

        while (text is [.., (byte)' ' or (byte)'\t'])
        {
            text = text[..^1];
        }

        return text;
    }

    private static string Excerpt(ReadOnlySpan<byte> bytes) =>
        Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, 60)]);

    /// <summary>Reads a line without its line break. What does not fit into the line buffer is dropped.</summary>
    private bool ReadLine(out ReadOnlySpan<byte> line, out bool tooLong)
    {
        var length = 0;
        tooLong = false;
        while (Fill())
        {
            var rest = _buffer.AsSpan(_start, _end - _start);
            var lineFeed = rest.IndexOf((byte)'\n');
            var part = lineFeed < 0 ? rest : rest[..lineFeed];
            if (part.Length > MaxHeaderLine - length)
            {
                tooLong = true;
            }
            else
            {
                part.CopyTo(_line.AsSpan(length));
                length += part.Length;
            }

            _start += part.Length + (lineFeed < 0 ? 0 : 1);
            if (lineFeed >= 0)
            {
                line = _line.AsSpan(0, length > 0 && _line[length - 1] == '\r' ? length - 1 : length);
                return true;
            }
        }

        line = default;
        return false;
    }

    private ReadOnlyMemory<byte>? ReadBody(int size)
    {
        if (_body.Length < size || (_body.Length > KeptBody && size <= KeptBody))
        {
            _body = new byte[Math.Max(size, 16 * 1024)];
        }

        for (var read = 0; read < size;)
        {
            if (!Fill())
            {
                return null;
            }

            var take = Math.Min(size - read, _end - _start);
            _buffer.AsSpan(_start, take).CopyTo(_body.AsSpan(read));
            _start += take;
            read += take;
        }

        return _body.AsMemory(0, size);
    }

    private bool Skip(long size)
    {
        while (size > 0)
        {
            if (!Fill())
            {
                return false;
            }

            var take = (int)Math.Min(size, _end - _start);
            _start += take;
            size -= take;
        }

        return true;
    }

    private bool Fill()
    {
        if (_start < _end)
        {
            return true;
        }

        _start = 0;
        try
        {
            _end = _stream.Read(_buffer, 0, _buffer.Length);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            _end = 0;
        }

        return _end > 0;
    }
}
