using System.Buffers;
using System.Text;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Text;

namespace Nnet.Engine.Data.Sources;

/// <summary>A data file, unpacked while it is read if its first bytes say gzip, whatever its name.</summary>
/// <param name="Written">The path as the source text has it, for messages.</param>
/// <param name="FullPath">The path from the root.</param>
/// <param name="Argument">The argument that names it.</param>
public sealed record DataFile(string Written, string FullPath, Argument Argument)
{
    private const int SniffLength = 512;

    /// <summary>Opens it for reading from the beginning.</summary>
    /// <exception cref="DataException">It is not there, is a folder, is empty, or may not be read.</exception>
    public Stream Open()
    {
        var stream = OpenRaw();
        Span<byte> magic = stackalloc byte[2];
        var read = stream.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        stream.Position = 0;
        return read == 2 && GzipFile.Is(magic) ? new GzipFile(stream) : stream;
    }

    /// <summary>Opens it for reading as UTF-8: a text in UTF-16 or Windows' Latin letters is turned into that on the way.</summary>
    /// <exception cref="DataException">It is not there, is a folder, is empty, or may not be read.</exception>
    /// <exception cref="InvalidDataException">It is a damaged gzip file.</exception>
    public Stream OpenText()
    {
        using var head = Open();
        var bytes = ArrayPool<byte>.Shared.Rent(TextEncoding.Looked);
        var encoding = TextEncoding.Of(bytes.AsSpan(0, head.ReadAtLeast(bytes.AsSpan(0, TextEncoding.Looked), TextEncoding.Looked, throwOnEndOfStream: false)));
        ArrayPool<byte>.Shared.Return(bytes);
        return encoding is null ? Open() : Encoding.CreateTranscodingStream(Open(), encoding, Encoding.UTF8);
    }

    /// <summary>Length of its content in bytes, unpacked, as gzip's own trailer says.</summary>
    public (long Length, bool IsGzip) ContentLength()
    {
        using var stream = OpenRaw();
        Span<byte> magic = stackalloc byte[2];
        return stream.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && GzipFile.Is(magic)
            ? (GzipFile.PromisedLength(stream), true)
            : (stream.Length, false);
    }

    /// <summary>What its first bytes say it is: <c>a PNG picture</c>, <c>text</c>; null when they say nothing.</summary>
    public string? Sniff()
    {
        var head = new byte[SniffLength];
        int length;
        try
        {
            using var stream = Open();
            length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException)
        {
            return "a damaged gzip file";
        }
        return FileKind.Of(head.AsSpan(0, length));
    }

    /// <summary>The same of a text, whose encoding does not matter.</summary>
    public string? SniffText()
    {
        try
        {
            using var stream = OpenText();
            var head = new byte[SniffLength];
            return FileKind.Of(head.AsSpan(0, stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)));
        }
        catch (InvalidDataException)
        {
            return "a damaged gzip file";
        }
    }

    /// <summary>A name of the same file that tells its last change and its size; a file that is not there has one too.</summary>
    public string Stamp()
    {
        var info = new FileInfo(FullPath);
        return info.Exists ? $"{FullPath}|{info.Length}|{info.LastWriteTimeUtc.Ticks}" : $"{FullPath}|missing";
    }

    private FileStream OpenRaw()
    {
        if (Directory.Exists(FullPath))
        {
            throw new DataException(DataFindings.MissingFile, $"{Written} is a folder; name the file in it.", Argument);
        }
        FileStream stream;
        try
        {
            stream = new FileStream(FullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Missing();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new DataException(DataFindings.MissingFile, $"{Written} cannot be opened: {problem.Message}", Argument);
        }
        if (stream.Length == 0)
        {
            stream.Dispose();
            throw new DataException(DataFindings.WrongFormat, $"{Written} is empty.", Argument);
        }
        return stream;
    }

    private DataException Missing()
    {
        var folder = Path.GetDirectoryName(FullPath);
        if (folder is null || !Directory.Exists(folder))
        {
            return new DataException(DataFindings.MissingFile, $"There is no file {Written}: the folder {folder} does not exist. Paths are relative to the .nnet file.", Argument);
        }
        var near = Spelling.Nearest(Path.GetFileName(FullPath), Directory.EnumerateFiles(folder).Take(1000).Select(path => Path.GetFileName(path)));
        if (near is null)
        {
            return new DataException(DataFindings.MissingFile, $"There is no file {Written} in {folder}. Paths are relative to the .nnet file.", Argument);
        }
        var better = Written[..^Path.GetFileName(Written).Length] + near;
        return new DataException(DataFindings.MissingFile, $"There is no file {Written} in {folder}; did you mean {better}?", Argument, $"\"{better}\"");
    }
}

/// <summary>Knows files by their first bytes.</summary>
internal static class FileKind
{
    /// <summary>Data in JavaScript's notation, which is a text for all but tables.</summary>
    public const string Json = "text in JSON";

    private static readonly (byte[] Magic, string Kind)[] s_kinds =
    [
        ([0x1F, 0x8B], "a gzip file"),
        ([0x89, (byte)'P', (byte)'N', (byte)'G'], "a PNG picture"),
        ([0xFF, 0xD8, 0xFF], "a JPEG picture"),
        ([.. "GIF8"u8], "a GIF picture"),
        ([.. "PK\x03\x04"u8], "a zip archive (an .npz or .xlsx file is one too)"),
        ([0x93, .. "NUMPY"u8], "a NumPy array"),
        ([0x89, .. "HDF"u8], "an HDF5 file"),
        ([.. "PAR1"u8], "a Parquet file"),
        ([.. "%PDF"u8], "a PDF document"),
        ([.. "SQLite format 3"u8], "an SQLite database"),
        ([0xFF, 0xFE], "UTF-16 text"),
        ([0xFE, 0xFF], "UTF-16 text"),
        ([.. "[{"u8], Json),
        ([.. "{\""u8], Json),
        ([.. "version https://git-lfs"u8], "a Git LFS pointer, not the file itself (git lfs pull fetches it)"),
        ([.. "<!DOCTYPE"u8], "a web page, perhaps saved in place of the file"),
        ([.. "<html"u8], "a web page, perhaps saved in place of the file"),
    ];

    public static string? Of(ReadOnlySpan<byte> head)
    {
        foreach (var (magic, kind) in s_kinds)
        {
            if (head.StartsWith(magic))
            {
                return kind;
            }
        }
        if (head.Length >= 4 && head[0] == 0 && head[1] == 0 && head[2] is (>= 0x08 and <= 0x09) or (>= 0x0B and <= 0x0E) && head[3] is >= 1 and <= 8)
        {
            return "an IDX file";
        }
        return LooksLikeText(head) ? $"text that begins with \"{Beginning(head)}\"" : null;
    }

    /// <summary>Whether there are letters and no control bytes.</summary>
    public static bool LooksLikeText(ReadOnlySpan<byte> head) => head.Length > 0 && !head.ContainsAnyInRange((byte)0, (byte)8) && !head.ContainsAnyInRange((byte)14, (byte)31);

    private static string Beginning(ReadOnlySpan<byte> head)
    {
        var line = Encoding.UTF8.GetString(head).Split('\n', '\r')[0].Trim('\uFEFF', ' ');
        return line.Length > 24 ? line[..24] + "…" : line;
    }
}
