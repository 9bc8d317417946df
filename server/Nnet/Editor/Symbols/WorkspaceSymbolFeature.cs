using Nnet.Editor.Workspace;
using Nnet.Lsp;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.Symbols;

/// <summary>Finds blocks, models, data and values by name in all files of the open folders.</summary>
public static class WorkspaceSymbolFeature
{
    // Nobody reads on; typing another letter finds the rest.
    private const int MostFound = 500;

    /// <summary>Adds the feature to a server.</summary>
    public static void Add(LanguageServer server, EditorWorkspace workspace)
    {
        server.Capabilities.WorkspaceSymbolProvider = new WorkspaceSymbolOptions(ResolveProvider: true);
        server.OnRequest<WorkspaceSymbolParams, WorkspaceSymbol[]>("workspace/symbol", (parameters, _) => [.. Find(workspace.Project, parameters.Query).Take(MostFound)]);
        // Between the list and the choice the file may have changed: it is looked up again.
        server.OnRequest<WorkspaceSymbol, WorkspaceSymbol>("workspaceSymbol/resolve", (chosen, _) => workspace.Project.FindUri(chosen.Location.Uri) is { } view
            ? In(view).FirstOrDefault(symbol => symbol.Name == chosen.Name && symbol.Kind == chosen.Kind) ?? chosen
            : chosen);
    }

    private static IEnumerable<WorkspaceSymbol> Find(ProjectFiles project, string query)
        => project.All().SelectMany(In).Where(symbol => Fits(symbol.Name, query));

    private static IEnumerable<WorkspaceSymbol> In(SourceView view)
        => from symbol in view.Symbols.Declared
           where symbol.IsExported
           select new WorkspaceSymbol(symbol.Name, SymbolIcons.Of(symbol.Kind), view.At(symbol.Span), Paths.NameOf(view.Uri));

    // Its letters in their order, as the protocol asks; the client ranks them.
    private static bool Fits(string name, string query)
    {
        var at = 0;
        foreach (var letter in query)
        {
            at = name.IndexOf(letter.ToString(), at, StringComparison.OrdinalIgnoreCase) + 1;
            if (at == 0)
            {
                return false;
            }
        }
        return true;
    }
}
