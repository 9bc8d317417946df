using Nnet.Language.Text;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.Completions;

/// <summary>Files and folders beside a .nnet file.</summary>
public static class PathSuggestions
{
    private const int MostListed = 500;

    /// <summary>What a path that is being typed could go on with.</summary>
    /// <param name="file">The .nnet file; without one there is nothing that a path could be relative to.</param>
    /// <param name="typed">What stands of the path before the cursor.</param>
    /// <param name="span">Where the path stands.</param>
    /// <param name="isUse">Whether it is of another .nnet file; otherwise it is of data.</param>
    public static IEnumerable<Suggestion> Of(string? file, string typed, Span span, bool isUse)
    {
        if (file is null || Path.GetDirectoryName(file) is not { } home)
        {
            return [];
        }
        var folder = typed[..(typed.LastIndexOfAny(['/', '\\']) + 1)];
        var replace = Span.FromBounds(span.Start + folder.Length, span.End);
        return Entries(Path.Combine(home, folder), file, isUse).Select(entry => new Suggestion(entry.Name, entry.IsFolder ? CompletionItemKind.Folder : CompletionItemKind.File, replace, entry.Name)
        {
            Rank = entry.IsFolder ? 1 : 0,
        });
    }

    private static List<(string Name, bool IsFolder)> Entries(string folder, string file, bool isUse)
    {
        try
        {
            return
            [
                .. new DirectoryInfo(folder).EnumerateFileSystemInfos()
                    .Where(entry => !entry.Name.StartsWith('.') && entry.FullName != file && (entry is DirectoryInfo || entry.Name.EndsWith(".nnet", StringComparison.OrdinalIgnoreCase) == isUse))
                    .Take(MostListed)
                    .Select(entry => entry is DirectoryInfo ? (entry.Name + "/", true) : (entry.Name, false))
                    .OrderBy(entry => entry.Item1, StringComparer.OrdinalIgnoreCase),
            ];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or System.Security.SecurityException)
        {
            return [];
        }
    }
}
