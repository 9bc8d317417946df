using Nnet.Editor.Workspace;
using Nnet.Language.Symbols;
using Nnet.Language.Syntax;
using Nnet.Language.Text;
using Nnet.Lsp;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.Navigation;

/// <summary>Goes to where a name is declared, and from the path of a <c>use</c> to its file.</summary>
public static class DefinitionFeature
{
    /// <summary>Adds the feature to a server.</summary>
    public static void Add(LanguageServer server, EditorWorkspace workspace)
    {
        server.Capabilities.DefinitionProvider = new DefinitionOptions();
        workspace.OnRequest<DefinitionParams, object?>("textDocument/definition", (snapshot, parameters) =>
        {
            LocationLink[] links = [.. At(workspace.Project, SourceView.Of(snapshot), snapshot.Source.ToOffset(parameters.Position))];
            return links.Length == 0 ? null
                : server.Client.Capabilities.Supports("textDocument.definition.linkSupport") ? links
                : Array.ConvertAll(links, link => new Location(link.TargetUri, link.TargetSelectionRange));
        });
    }

    /// <summary>Where the name or path at an offset leads. What data calls an input or output leads to that line of each model that learns from it.</summary>
    public static IEnumerable<LocationLink> At(ProjectFiles project, SourceView view, int offset)
    {
        if (UseAt(view.Syntax, offset) is { } use)
        {
            return UsePath.Of(view.Source, use.Content) is { } path && project.Find(path) is { } file
                ? [new LocationLink(file.Uri, default, default, view.RangeOf(use.Span))]
                : [];
        }
        return view.Symbols.OccurrenceAt(offset) is { } occurrence
            ? SymbolUses.Homes(project, view, occurrence.Symbol).Select(found => new LocationLink(
                found.View.Uri, found.View.RangeOf(Span.Cover(found.Symbol.Declaration, found.Symbol.Span)), found.View.RangeOf(found.Symbol.Span), view.RangeOf(occurrence.Span)))
            : [];
    }

    private static TextLiteral? UseAt(SyntaxTree tree, int offset)
        => tree.Declarations.OfType<UseDeclaration>().Select(use => use.Path).FirstOrDefault(path => path is not null && path.Span.Touches(offset));
}
