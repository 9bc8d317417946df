using System.Collections.Immutable;
using Nnet.Editor.Diagnostics;
using Nnet.Editor.Runs;
using Nnet.Editor.Workspace;
using Nnet.Language.Findings;
using Nnet.Lsp;
using Nnet.Lsp.Protocol;
using TextEdit = Nnet.Lsp.Protocol.TextEdit;

namespace Nnet.Editor.CodeActions;

/// <summary>Offers the fixes of the findings at the cursor, those of runs too.</summary>
public sealed class QuickFixFeature
{
    private readonly LanguageServer _server;
    private readonly EditorWorkspace _workspace;
    private readonly RunList _runs;

    /// <summary>Adds the feature to a server.</summary>
    public QuickFixFeature(LanguageServer server, EditorWorkspace workspace, RunList runs)
    {
        (_server, _workspace, _runs) = (server, workspace, runs);
        server.Capabilities.CodeActionProvider = new CodeActionOptions([CodeActionKind.QuickFix]);
        workspace.OnRequest<CodeActionParams, CodeAction[]>("textDocument/codeAction", (snapshot, parameters) => [.. At(snapshot, parameters)]);
    }

    private IEnumerable<CodeAction> At(Snapshot snapshot, CodeActionParams parameters)
    {
        if (parameters.Context.Only is { Length: > 0 } only && !only.Any(kind => CodeActionKind.QuickFix.StartsWith(kind, StringComparison.Ordinal)))
        {
            return [];
        }
        return
            from finding in DiagnosticList.Findings(snapshot, _runs, _workspace.Settings)
            where snapshot.Source.ToRange(finding.Span).Touches(parameters.Range)
            from fix in finding.Fixes.Select((fix, index) => (Fix: fix, IsFirst: index == 0))
            select new CodeAction(
                fix.Fix.Title,
                CodeActionKind.QuickFix,
                [DiagnosticList.Of(finding, snapshot, _workspace.Settings)],
                IsPreferred: fix.IsFirst,
                Edit: Edit(snapshot, fix.Fix));
    }

    // With the version, where the client looks at it: a fix made for one text must not be applied to another.
    private WorkspaceEdit Edit(Snapshot snapshot, Fix fix)
    {
        TextEdit[] edits = [.. fix.Edits.Select(edit => new TextEdit(snapshot.Source.ToRange(edit.Span), edit.NewText))];
        var document = snapshot.Document;
        return _server.Client.Capabilities.Supports("workspace.workspaceEdit.documentChanges")
            ? new WorkspaceEdit(DocumentChanges: [new TextDocumentEdit(new OptionalVersionedTextDocumentIdentifier(document.Uri, document.Version), edits)])
            : new WorkspaceEdit(Changes: ImmutableDictionary<string, TextEdit[]>.Empty.Add(document.Uri, edits));
    }
}
