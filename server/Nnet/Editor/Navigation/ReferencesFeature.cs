using Nnet.Editor.Workspace;
using Nnet.Lsp;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.Navigation;

/// <summary>Every place where the name at the cursor is written, in this file and in those that use each other.</summary>
public static class ReferencesFeature
{
    /// <summary>Adds the feature to a server.</summary>
    public static void Add(LanguageServer server, EditorWorkspace workspace)
    {
        server.Capabilities.ReferencesProvider = new ReferenceOptions();
        workspace.OnRequest<ReferenceParams, Location[]?>("textDocument/references", (snapshot, parameters) =>
        {
            var view = SourceView.Of(snapshot);
            return view.Symbols.OccurrenceAt(snapshot.Source.ToOffset(parameters.Position)) is { } occurrence
                ? [.. SymbolUses.All(workspace.Project, view, occurrence.Symbol)
                    .Where(found => parameters.Context.IncludeDeclaration || !found.Occurrence.IsDeclaration)
                    .Select(found => found.View.At(found.Occurrence.Span))]
                : null;
        });
    }
}
