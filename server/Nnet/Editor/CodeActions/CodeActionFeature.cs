using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using Nnet.Editor.CodeActions.Refactorings;
using Nnet.Editor.Diagnostics;
using Nnet.Editor.Runs;
using Nnet.Editor.Workspace;
using Nnet.Lsp;
using Nnet.Lsp.JsonRpc;
using Nnet.Lsp.Protocol;
using Range = Nnet.Lsp.Protocol.Range;
using TextEdit = Nnet.Lsp.Protocol.TextEdit;

namespace Nnet.Editor.CodeActions;

/// <summary>Offers what can be done at a place: the fixes of findings, those of runs too, and rewritings.</summary>
internal sealed class CodeActionFeature
{
    private static readonly ImmutableArray<Func<ActionSite, IEnumerable<Offer>>> s_sources =
    [
        QuickFixes.At,
        FixAll.At,
        IgnoreFindings.At,
        ExtractBlock.At,
        InlineBlock.At,
        MoveActivation.At,
        RepeatLines.At,
        WrapInResidual.At,
    ];

    private readonly LanguageServer _server;
    private readonly EditorWorkspace _workspace;
    private readonly RunList _runs;

    /// <summary>Adds the feature to a server.</summary>
    public CodeActionFeature(LanguageServer server, EditorWorkspace workspace, RunList runs)
    {
        (_server, _workspace, _runs) = (server, workspace, runs);
        server.Capabilities.CodeActionProvider = new CodeActionOptions(
            [CodeActionKind.QuickFix, CodeActionKind.RefactorExtract, CodeActionKind.RefactorInline, CodeActionKind.RefactorRewrite, FixAll.Kind],
            ResolveProvider: true);
        workspace.OnRequest<CodeActionParams, CodeAction[]>("textDocument/codeAction", Answer);
        server.OnRequest<CodeAction, CodeAction>("codeAction/resolve", (action, _) => Resolve(action));
    }

    /// <summary>Everything that can be done at a place.</summary>
    public static IEnumerable<Offer> At(ActionSite site) => s_sources.SelectMany(source => source(site));

    private CodeAction[] Answer(Snapshot snapshot, CodeActionParams parameters)
    {
        var isLazy = _server.Client.Capabilities.Strings("textDocument.codeAction.resolveSupport.properties").Contains("edit");
        var showsDisabled = _server.Client.Capabilities.Supports("textDocument.codeAction.disabledSupport");
        return
        [
            .. At(SiteOf(snapshot, parameters.Range))
                .Where(offer => IsWanted(offer.Kind, parameters.Context.Only) && (showsDisabled || offer.Disabled is null))
                .Select(offer => new CodeAction(
                    offer.Title,
                    offer.Kind,
                    offer.Mends is { } finding ? [DiagnosticList.Of(finding, snapshot, _workspace.Settings)] : null,
                    offer.IsPreferred ? true : null,
                    offer.Disabled is { } reason ? new CodeActionDisabled(reason) : null,
                    offer.Disabled is null && (offer.IsAtHand || !isLazy) ? Edit(snapshot, offer) : null,
                    Data: offer.Disabled is null && !offer.IsAtHand && isLazy ? JObject.FromObject(new Place(snapshot.Document.Uri, snapshot.Document.Version, parameters.Range)) : null)),
        ];
    }

    // The same is offered at the same place of the same text.
    private CodeAction Resolve(CodeAction action)
    {
        if (action.Data?.ToObject<Place>() is not { Uri: not null } place)
        {
            return action;
        }
        if (_workspace.Find(place.Uri) is not { } snapshot || snapshot.Document.Version != place.Version)
        {
            throw new ResponseException(ErrorCodes.ContentModified, "The text has changed since this was offered.");
        }
        var offer = At(SiteOf(snapshot, place.Range)).FirstOrDefault(offer => offer.Title == action.Title && offer.Kind == action.Kind && offer.Disabled is null);
        return offer is null ? action : action with { Edit = Edit(snapshot, offer) };
    }

    private ActionSite SiteOf(Snapshot snapshot, Range range)
        => new(snapshot, snapshot.Source.ToSpan(range), [.. DiagnosticList.Findings(snapshot, _runs, _workspace.Settings)]);

    private static bool IsWanted(string kind, string[]? only)
        => only is not { Length: > 0 } || only.Any(wanted => wanted.Length == 0 || kind == wanted || kind.StartsWith(wanted + ".", StringComparison.Ordinal));

    // With the version, where the client looks at it: an edit made for one text must not be applied to another.
    private WorkspaceEdit Edit(Snapshot snapshot, Offer offer)
    {
        var newLine = snapshot.Source.Content.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        TextEdit[] edits = [.. offer.Edits().Select(edit => new TextEdit(snapshot.Source.ToRange(edit.Span), edit.NewText.ReplaceLineEndings(newLine)))];
        var document = snapshot.Document;
        return _server.Client.Capabilities.Supports("workspace.workspaceEdit.documentChanges")
            ? new WorkspaceEdit(DocumentChanges: [new TextDocumentEdit(new OptionalVersionedTextDocumentIdentifier(document.Uri, document.Version), edits)])
            : new WorkspaceEdit(Changes: ImmutableDictionary<string, TextEdit[]>.Empty.Add(document.Uri, edits));
    }

    private sealed record Place(string Uri, int Version, Range Range);
}
