using System.Diagnostics;
using System.Runtime.CompilerServices;
using Nnet.Language.Syntax;
using Nnet.Language.Text;
using Nnet.Lsp;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.Workspace;

/// <summary>
/// Every <c>.nnet</c> file of the open folders, and beside open documents that lie elsewhere. They are looked for when a feature asks,
/// never at start, and no longer than a moment: a folder of another trade may hold millions of files.
/// </summary>
public sealed class ProjectFiles
{
    private const int MostFiles = 2_000;
    private const int MostFolders = 20_000;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_freshness = TimeSpan.FromSeconds(5);

    // A file is the same text until it changes on disk.
    private static readonly ConditionalWeakTable<SourceText, SyntaxTree> s_trees = [];

    private readonly LanguageServer _server;
    private readonly EditorWorkspace _workspace;
    private readonly Lock _gate = new();
    private HashSet<string> _roots = new(StringComparer.Ordinal);
    private IReadOnlyList<string> _found = [];
    private long? _foundAt;

    /// <summary>Makes it for a workspace.</summary>
    public ProjectFiles(LanguageServer server, EditorWorkspace workspace)
    {
        (_server, _workspace) = (server, workspace);
        server.Capabilities.Workspace = new WorkspaceOptions(new WorkspaceFoldersServerCapabilities(Supported: true, ChangeNotifications: true));
        server.Initializing += client => Change([], client.WorkspaceFolders);
        server.OnNotification<DidChangeWorkspaceFoldersParams>("workspace/didChangeWorkspaceFolders", change => Change(change.Event.Removed, change.Event.Added));
        server.OnNotification<DidChangeWatchedFilesParams>("workspace/didChangeWatchedFiles", _ => Forget());
    }

    /// <summary>The paths of the open folders.</summary>
    public IReadOnlyCollection<string> Folders
    {
        get
        {
            lock (_gate)
            {
                return [.. _roots];
            }
        }
    }

    /// <summary>All of them, open documents first.</summary>
    public IEnumerable<SourceView> All()
    {
        var open = _server.Documents.All;
        var seen = new HashSet<string>(open.Select(document => Paths.Of(document.Uri)).OfType<string>(), StringComparer.Ordinal);
        foreach (var document in open)
        {
            yield return SourceView.Of(_workspace.Of(document));
        }
        foreach (var path in Find(seen))
        {
            if (seen.Add(path) && OnDisk(path) is { } view)
            {
                yield return view;
            }
        }
    }

    /// <summary>The files that name a file with <c>use</c>, itself left out.</summary>
    public IEnumerable<SourceView> UsersOf(string path) => All().Where(view => view.Source.Path != path && view.Uses(path));

    /// <summary>The file of a path, open or on disk; null when it cannot be read.</summary>
    public SourceView? Find(string path)
        => _server.Documents.All.FirstOrDefault(document => Paths.Of(document.Uri) == path) is { } open ? SourceView.Of(_workspace.Of(open)) : OnDisk(path);

    /// <summary>The file of an address, open or on disk; null when it cannot be read.</summary>
    public SourceView? FindUri(string uri)
        => _workspace.Find(uri) is { } open ? SourceView.Of(open) : Paths.Of(uri) is { } path ? Find(path) : null;

    private SourceView? OnDisk(string path)
        => _workspace.Files.Read(path) is { } source
            ? SourceView.Of(path, s_trees.GetValue(source, static text => SyntaxTree.Parse(text)), _workspace.Files)
            : null;

    private void Change(IEnumerable<WorkspaceFolder> removed, IEnumerable<WorkspaceFolder> added)
    {
        lock (_gate)
        {
            _roots = [.. _roots.Except(removed.Select(folder => Paths.Of(folder.Uri)).OfType<string>()).Concat(added.Select(folder => Paths.Of(folder.Uri)).OfType<string>())];
            _foundAt = null;
        }
    }

    private void Forget()
    {
        lock (_gate)
        {
            _foundAt = null;
        }
    }

    private IReadOnlyList<string> Find(IEnumerable<string> open)
    {
        lock (_gate)
        {
            if (_foundAt is not { } before || Stopwatch.GetElapsedTime(before) > s_freshness)
            {
                // A document outside of all folders is looked after beside itself only, or the whole home of its owner would be searched.
                var lonely = open.Where(path => !_roots.Any(root => Paths.IsWithin(path, root))).Select(Path.GetDirectoryName).OfType<string>().Distinct();
                _found = Search(_roots, lonely);
                _foundAt = Stopwatch.GetTimestamp();
            }
            return _found;
        }
    }

    private static List<string> Search(IEnumerable<string> roots, IEnumerable<string> lonely)
    {
        var (files, folders, start) = (new List<string>(), new Queue<string>(roots), Stopwatch.GetTimestamp());
        // Level by level, so that what lies near is found whatever the depths hold.
        for (var visited = 0; folders.Count > 0 && visited < MostFolders && files.Count < MostFiles && Stopwatch.GetElapsedTime(start) < s_patience; visited++)
        {
            foreach (var folder in Look(folders.Dequeue(), files))
            {
                folders.Enqueue(folder);
            }
        }
        foreach (var folder in lonely)
        {
            Look(folder, files);
        }
        return files;
    }

    // Adds the files of a folder, and returns the folders in it that are worth a look.
    private static List<string> Look(string folder, List<string> files)
    {
        var inner = new List<string>();
        try
        {
            foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
            {
                if (entry is DirectoryInfo)
                {
                    if (entry.Name is not ("node_modules" or "__pycache__") && !entry.Name.StartsWith('.') && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
                    {
                        inner.Add(entry.FullName);
                    }
                }
                else if (files.Count < MostFiles && entry.Extension.Equals(".nnet", StringComparison.OrdinalIgnoreCase))
                {
                    files.Add(entry.FullName);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.Security.SecurityException)
        {
            // What cannot be read is not there.
        }
        return inner;
    }
}
