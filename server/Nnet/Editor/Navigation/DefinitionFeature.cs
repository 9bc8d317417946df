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
            var link = At(workspace.Project, SourceView.Of(snapshot), snapshot.Source.ToOffset(parameters.Position));
            return link is null ? null
                : server.Client.Capabilities.Supports("textDocument.definition.linkSupport") ? new[] { link }
                : new[] { new Location(link.TargetUri, link.TargetSelectionRange) };
        });
    }

    /// <summary>Where the name or path at an offset leads, or null when there is none.</summary>
    public static LocationLink? At(ProjectFiles project, SourceView view, int offset)
    {
        if (UseAt(view.Syntax, offset) is { } use)
        {
            return UsePath.Of(view.Source, use.Content) is { } path && project.Find(path) is { } file
                ? new LocationLink(file.Uri, default, default, view.RangeOf(use.Span))
                : null;
        }
        return view.Symbols.OccurrenceAt(offset) is { } occurrence && SymbolUses.Home(project, view, occurrence.Symbol) is var (home, symbol)
            ? new LocationLink(home.Uri, home.RangeOf(Span.Cover(symbol.Declaration, symbol.Span)), home.RangeOf(symbol.Span), view.RangeOf(occurrence.Span))
            : null;
    }

    private static TextLiteral? UseAt(SyntaxTree tree, int offset)
        => tree.Declarations.OfType<UseDeclaration>().Select(use => use.Path).FirstOrDefault(path => path is not null && path.Span.Touches(offset));
}
