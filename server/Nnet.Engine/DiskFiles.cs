using System.Collections.Concurrent;
using System.Text;
using Nnet.Language;
using Nnet.Language.Text;

namespace Nnet.Engine;

/// <summary>
/// Reads the files that a text uses from disk. A file that did not change since it was read last is the same text again,
/// so that it need not be parsed anew.
/// </summary>
public sealed class DiskFiles : ISourceFiles
{
    // The analyser reads no more either.
    private const long MaximalBytes = 8_000_000;

    private readonly ConcurrentDictionary<string, Known> _read = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public SourceText? Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.Length > MaximalBytes)
            {
                return null;
            }
            if (_read.TryGetValue(path, out var known) && known.Written == file.LastWriteTimeUtc && known.Length == file.Length)
            {
                return known.Text;
            }
            var text = new SourceText(File.ReadAllText(path, Encoding.UTF8), path);
            _read[path] = new Known(file.LastWriteTimeUtc, file.Length, text);
            return text;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    // A class, since collections of tuples are compiled at start.
    private sealed record Known(DateTime Written, long Length, SourceText Text);
}
