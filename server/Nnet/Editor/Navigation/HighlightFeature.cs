using Nnet.Editor.Workspace;
using Nnet.Lsp;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.Navigation;

/// <summary>Marks the places in the text where the name at the cursor is written: where it is declared as written to, elsewhere as read.</summary>
public static class HighlightFeature
{
    /// <summary>Adds the feature to a server.</summary>
    public static void Add(LanguageServer server, EditorWorkspace workspace)
    {
        server.Capabilities.DocumentHighlightProvider = new DocumentHighlightOptions();
        workspace.OnRequest<DocumentHighlightParams, DocumentHighlight[]?>("textDocument/documentHighlight", (snapshot, parameters) =>
        {
            var symbols = snapshot.Analysis.Symbols;
            return symbols.SymbolAt(snapshot.Source.ToOffset(parameters.Position)) is { } symbol
                ? [.. symbols.References(symbol).Select(occurrence => new DocumentHighlight(snapshot.Source.ToRange(occurrence.Span), occurrence.IsDeclaration ? DocumentHighlightKind.Write : DocumentHighlightKind.Read))]
                : null;
        });
    }
}
