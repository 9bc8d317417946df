using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Nnet.Engine.Data.Streams;

/// <summary>
/// Rows of numbers on the disk, for tables that are larger than memory: written once, then read at any place. The file is
/// gone as soon as nobody has it open any more, however the process ends.
/// </summary>
internal sealed class RowFile
{
    private const int BufferNumbers = 1 << 18;

    private readonly SafeFileHandle _handle;
    private readonly float[] _buffer;
    private int _buffered;
    private long _written;

    /// <summary>Begins a file in a folder.</summary>
    /// <param name="folder">A folder of the user's own, on a disk with room; made if it is not there.</param>
    /// <param name="width">Numbers in a row.</param>
    public RowFile(string folder, int width)
    {
        Width = width;
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{Guid.NewGuid():N}.rows");
        _handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, FileOptions.DeleteOnClose);
        _buffer = new float[Math.Max(width, BufferNumbers / width * width)];
        if (!OperatingSystem.IsWindows())
        {
            // The name goes at once, the file when it is closed: a kill leaves nothing behind.
            File.Delete(path);
        }
    }

    /// <summary>Numbers in a row.</summary>
    public int Width { get; }

    /// <summary>Rows so far.</summary>
    public int Count => (int)((_written + _buffered) / Width);

    /// <summary>Adds a row, in two pieces.</summary>
    public void Add(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets)
    {
        inputs.CopyTo(_buffer.AsSpan(_buffered));
        targets.CopyTo(_buffer.AsSpan(_buffered + inputs.Length));
        _buffered += Width;
        if (_buffered + Width > _buffer.Length)
        {
            Flush();
        }
    }

    /// <summary>Brings everything that was added to the file; rows can be read then.</summary>
    public void Flush()
    {
        RandomAccess.Write(_handle, MemoryMarshal.AsBytes(_buffer.AsSpan(0, _buffered)), _written * sizeof(float));
        _written += _buffered;
        _buffered = 0;
    }

    /// <summary>Reads rows that follow each other.</summary>
    /// <param name="first">The first.</param>
    /// <param name="rows">Gets as many as fit.</param>
    public void Read(long first, Span<float> rows)
    {
        var bytes = MemoryMarshal.AsBytes(rows);
        var offset = first * Width * sizeof(float);
        while (bytes.Length > 0)
        {
            var read = RandomAccess.Read(_handle, bytes, offset);
            if (read == 0)
            {
                throw new IOException("the rows that were kept on the disk end too early");
            }
            bytes = bytes[read..];
            offset += read;
        }
    }
}
