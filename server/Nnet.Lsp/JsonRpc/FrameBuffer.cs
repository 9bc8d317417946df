using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Nnet.Lsp.JsonRpc;

/// <summary>Collects the text of a message behind room for its header, so that a frame is one array and one write. The text is ASCII.</summary>
internal sealed class FrameBuffer : TextWriter
{
    private const int HeaderRoom = 32;

    private byte[] _bytes = new byte[1024];
    private int _end = HeaderRoom;

    public FrameBuffer()
        : base(CultureInfo.InvariantCulture)
    {
    }

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        Room(1)[0] = (byte)value;
        _end++;
    }

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(ReadOnlySpan<char> buffer)
    {
        // Every unit of ASCII is one byte of UTF-8.
        Encoding.UTF8.GetBytes(buffer, Room(buffer.Length));
        _end += buffer.Length;
    }

    /// <summary>The header and what was written.</summary>
    public ReadOnlySpan<byte> ToFrame()
    {
        Span<byte> header = stackalloc byte[HeaderRoom];
        "Content-Length: "u8.CopyTo(header);
        Utf8Formatter.TryFormat(_end - HeaderRoom, header[16..], out var digits);
        "\r\n\r\n"u8.CopyTo(header[(16 + digits)..]);
        var length = 16 + digits + 4;
        header[..length].CopyTo(_bytes.AsSpan(HeaderRoom - length));
        return _bytes.AsSpan(HeaderRoom - length, length + _end - HeaderRoom);
    }

    private Span<byte> Room(int count)
    {
        if (_bytes.Length - _end < count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _end + count));
        }

        return _bytes.AsSpan(_end);
    }
}
