namespace Nnet.Editor.Workspace;

/// <summary>Between the addresses of documents and the paths of files.</summary>
public static class Paths
{
    private const string PlainScheme = "file://";

    /// <summary>The path of a document; null when it has no file, as when it was never saved.</summary>
    public static string? Of(string uri)
        => IsPlain(uri) ? uri[PlainScheme.Length..] : Uri.TryCreate(uri, UriKind.Absolute, out var address) && address.IsFile ? Path.GetFullPath(address.LocalPath) : null;

    /// <summary>The address of a file.</summary>
    public static string UriOf(string path) => new Uri(path).AbsoluteUri;

    /// <summary>The last part of an address, for messages.</summary>
    public static string NameOf(string uri) => Uri.UnescapeDataString(uri[(uri.LastIndexOfAny(['/', ':']) + 1)..]);

    /// <summary>Whether a path leads into a folder.</summary>
    public static bool IsWithin(string path, string folder)
        => path.StartsWith(folder.EndsWith(Path.DirectorySeparatorChar) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>Where a path leads when every link in it is followed; empty where links lead in a circle.</summary>
    public static string RealPath(string path)
    {
        var root = Path.GetPathRoot(path) ?? "";
        var real = root;
        try
        {
            foreach (var part in path[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
            {
                var next = Path.Combine(real, part);
                FileSystemInfo info = Directory.Exists(next) ? new DirectoryInfo(next) : new FileInfo(next);
                real = info.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? next;
            }
            return real;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // Links in a circle lead nowhere, which is inside of nothing.
            return "";
        }
    }

    // Of an address without escapes and dots to follow the path is a part: the first findings of a session would wait longest for the address's parser.
    private static bool IsPlain(string uri)
    {
        if (OperatingSystem.IsWindows() || !uri.StartsWith(PlainScheme + "/", StringComparison.Ordinal))
        {
            return false;
        }
        for (var i = PlainScheme.Length; i < uri.Length; i++)
        {
            if (!char.IsAsciiLetterOrDigit(uri[i]) && (uri[i] is not ('/' or '.' or '-' or '_') || (uri[i] is '/' or '.' && uri[i - 1] == '/' && i > PlainScheme.Length)))
            {
                return false;
            }
        }
        return true;
    }
}
