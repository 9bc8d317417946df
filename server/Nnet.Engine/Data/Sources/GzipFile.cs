using System.Buffers.Binary;
using System.IO.Compression;

namespace Nnet.Engine.Data.Sources;

/// <summary>Unpacks gzip and fails when it was cut off, which <see cref="GZipStream"/> takes for an end.</summary>
internal sealed class GzipFile : Stream
{
    private readonly GZipStream _unpacked;
    private readonly long _promised;
    private long _read;

    /// <summary>Unpacks <paramref name="packed"/>, which can seek and is disposed with this.</summary>
    public GzipFile(FileStream packed)
    {
        _promised = PromisedLength(packed);
        packed.Position = 0;
        _unpacked = new GZipStream(packed, CompressionMode.Decompress);
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Whether a file that begins so is gzip.</summary>
    public static bool Is(ReadOnlySpan<byte> beginning) => beginning[0] == 0x1F && beginning[1] == 0x8B;

    /// <summary>The unpacked length that the last four bytes tell, modulo 2³².</summary>
    public static long PromisedLength(FileStream packed)
    {
        if (packed.Length < 18)
        {
            return long.MaxValue;
        }
        Span<byte> trailer = stackalloc byte[4];
        packed.Seek(-4, SeekOrigin.End);
        packed.ReadExactly(trailer);
        return BinaryPrimitives.ReadUInt32LittleEndian(trailer);
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var read = _unpacked.Read(buffer);
        _read += read;
        // Several gzip files in a row unpack to more than the last one says; never to less.
        return read > 0 || buffer.IsEmpty || _read >= _promised ? read : throw new InvalidDataException("the gzip file is damaged or was cut off");
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _unpacked.Dispose();
        base.Dispose(disposing);
    }
}
