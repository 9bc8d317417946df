using Nnet.Engine;
using Nnet.Language;
using Nnet.Language.Text;
using Nnet.Lsp;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.Workspace;

/// <summary>
/// The files that open documents use: the open text of a file is worth more than what is on disk. When one changes, the
/// documents that use it are analysed again.
/// </summary>
public sealed class UsedFiles : ISourceFiles
{
    private readonly DiskFiles _disk = new();
    private readonly LanguageServer _server;
    private readonly EditorWorkspace _workspace;

    /// <summary>Makes it for a workspace.</summary>
    public UsedFiles(LanguageServer server, EditorWorkspace workspace)
    {
        (_server, _workspace) = (server, workspace);
        server.OnDocument((document, _) => RefreshUsersOf(document.Uri));
        server.Documents.Closed += RefreshUsersOf;
        server.OnNotification<DidChangeWatchedFilesParams>("workspace/didChangeWatchedFiles", change =>
        {
            foreach (var file in change.Changes ?? [])
            {
                RefreshUsersOf(file.Uri);
            }
        });
    }

    /// <inheritdoc/>
    public SourceText? Read(string path)
    {
        foreach (var document in _server.Documents.All)
        {
            if (Paths.Of(document.Uri) == path)
            {
                return _workspace.Of(document).Source;
            }
        }
        return Refusal(path) is null ? _disk.Read(path) : null;
    }

    /// <inheritdoc/>
    public string? Refusal(string path)
    {
        if (_workspace.IsTrusted || _server.Documents.All.Any(document => Paths.Of(document.Uri) == path))
        {
            return null;
        }
        // What stands beside an open file is as much its own as the files of the open folders.
        var roots = _workspace.Project.Folders.Concat(_server.Documents.All.Select(document => Path.GetDirectoryName(Paths.Of(document.Uri))).OfType<string>()).Select(Paths.RealPath);
        var real = Paths.RealPath(path);
        return roots.Any(root => root.Length > 0 && Paths.IsWithin(real, root)) ? null
            : "lies outside of this folder, and this folder is not trusted. Trust it (Workspaces: Manage Workspace Trust), then the file is read.";
    }

    private void RefreshUsersOf(string uri)
    {
        if (Paths.Of(uri) is not { } path)
        {
            return;
        }
        foreach (var document in _server.Documents.All)
        {
            if (document.Uri != uri && _workspace.Of(document) is var user && user.Analysis.Uses.Contains(path))
            {
                _workspace.Refresh(user);
            }
        }
    }
}
