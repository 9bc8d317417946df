using System.Text;

namespace Nnet.Engine.Runs.Files;

/// <summary>The lines of a file that another process appends to, as they become whole. A file that is not there yet has none.</summary>
/// <param name="path">The file.</param>
public sealed class JsonLines(string path) : IDisposable
{
    private readonly byte[] _buffer = new byte[1 << 16];
    private readonly MemoryStream _line = new();
    private FileStream? _file;

    /// <summary>The lines that were added since it was asked last.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public IEnumerable<string> ReadNew()
    {
        _file ??= Open();
        // A file that was cut back is a new one.
        if (_file?.Length < _file?.Position)
        {
            (_file!.Position, _line.Position) = (0, 0);
            _line.SetLength(0);
        }
        // What comes while this is read waits for the next time, or a fast writer would keep a reader here for good.
        var end = _file?.Length ?? 0;
        for (int read; _file is not null && _file.Position < end && (read = _file.Read(_buffer)) > 0;)
        {
            var start = 0;
            for (int length; (length = _buffer.AsSpan(start, read - start).IndexOf((byte)'\n')) >= 0; start += length + 1)
            {
                _line.Write(_buffer, start, length);
                var line = Encoding.UTF8.GetString(_line.GetBuffer(), 0, (int)_line.Length);
                _line.SetLength(0);
                yield return line;
            }
            _line.Write(_buffer, start, read - start);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private FileStream? Open()
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
