using Nnet.Editor.Workspace;
using Nnet.Language.Symbols;
using Nnet.Lsp;
using Nnet.Lsp.JsonRpc;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.Rename;

/// <summary>Gives the name at the cursor another word, everywhere it is written, in all files that know it.</summary>
public static class RenameFeature
{
    /// <summary>Adds the feature to a server.</summary>
    public static void Add(LanguageServer server, EditorWorkspace workspace)
    {
        server.Initializing += client => server.Capabilities.RenameProvider = client.Capabilities.Supports("textDocument.rename.prepareSupport") ? new RenameOptions(PrepareProvider: true) : true;
        workspace.OnRequest<PrepareRenameParams, PrepareRenamePlaceholder>("textDocument/prepareRename", (snapshot, parameters) =>
        {
            var occurrence = NameAt(SourceView.Of(snapshot), snapshot.Source.ToOffset(parameters.Position));
            return new PrepareRenamePlaceholder(snapshot.Source.ToRange(occurrence.Span), occurrence.Symbol.Name);
        });
        workspace.OnRequest<RenameParams, WorkspaceEdit>("textDocument/rename", (snapshot, parameters) =>
        {
            var view = SourceView.Of(snapshot);
            var symbol = NameAt(view, snapshot.Source.ToOffset(parameters.Position)).Symbol;
            var renaming = new Renaming(workspace.Project, workspace.Files, view, symbol, parameters.NewName);
            return renaming.Problem() is { } problem
                ? throw new ResponseException(ErrorCodes.RequestFailed, problem)
                : Edits.Of(server, renaming.Edits());
        });
    }

    private static Occurrence NameAt(SourceView view, int offset)
        => view.Symbols.OccurrenceAt(offset) ?? throw new ResponseException(ErrorCodes.RequestFailed, "Only names that files declare can be renamed: blocks, parameters, models, data, labels and what `let` names. Here is none.");
}
