using Nnet.Language.Text;

namespace Nnet.Language.Symbols;

/// <summary>The paths that a text names in quotes: of files that it uses, and of data.</summary>
public static class UsePath
{
    /// <summary>The absolute path of a file that a text names, or null when the text has no file itself or the path is none.</summary>
    /// <param name="from">The text; the path is relative to its file.</param>
    /// <param name="path">As it is written.</param>
    public static string? Of(SourceText from, string path)
    {
        try
        {
            return from.Path is { } file && path.Length > 0 ? Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, path)) : null;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException or PathTooLongException)
        {
            return null;
        }
    }
}
