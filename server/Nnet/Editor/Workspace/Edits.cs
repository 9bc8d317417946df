using Nnet.Lsp;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.Workspace;

/// <summary>Edits of several files as the protocol wants them.</summary>
public static class Edits
{
    /// <summary>The edits, with the versions that they are made for where the client looks at them.</summary>
    public static WorkspaceEdit Of(LanguageServer server, IEnumerable<(SourceView View, IEnumerable<Language.Text.TextEdit> Edits)> edits)
    {
        var files = edits.Select(file => new TextDocumentEdit(
            new OptionalVersionedTextDocumentIdentifier(file.View.Uri, file.View.Version),
            [.. file.Edits.Select(edit => new TextEdit(file.View.RangeOf(edit.Span), edit.NewText))])).ToArray();
        return server.Client.Capabilities.Supports("workspace.workspaceEdit.documentChanges")
            ? new WorkspaceEdit(DocumentChanges: files)
            : new WorkspaceEdit(Changes: files.ToDictionary(file => file.TextDocument.Uri, file => file.Edits));
    }
}
