using Nnet.Editor.Workspace;
using Nnet.Language.Symbols;

namespace Nnet.Editor.Navigation;

/// <summary>Finds where a symbol is declared and used, in whichever files.</summary>
public static class SymbolUses
{
    /// <summary>Every place where a symbol is written, the file that was asked first.</summary>
    /// <param name="project">All files.</param>
    /// <param name="view">The file that was asked.</param>
    /// <param name="symbol">A symbol of that file's table.</param>
    public static IEnumerable<(SourceView View, Occurrence Occurrence)> All(ProjectFiles project, SourceView view, Symbol symbol)
    {
        foreach (var occurrence in view.Symbols.References(symbol))
        {
            yield return (view, occurrence);
        }
        if (!symbol.IsNamedElsewhere || symbol.IdIn(view.Source) is not { Path: { } home } id)
        {
            yield break;
        }
        var others = project.UsersOf(home);
        if (symbol.Foreign is not null && project.Find(home) is { } declaring)
        {
            others = others.Prepend(declaring);
        }
        foreach (var other in others.Where(other => other.Uri != view.Uri))
        {
            if (other.Symbols.Find(id) is { } same)
            {
                foreach (var occurrence in other.Symbols.References(same))
                {
                    yield return (other, occurrence);
                }
            }
        }
    }

    /// <summary>The file that declares a symbol with the symbol as that file sees it; null when the file is gone.</summary>
    public static (SourceView View, Symbol Symbol)? Home(ProjectFiles project, SourceView view, Symbol symbol)
        => symbol.Foreign is null ? (view, symbol)
            : symbol.Foreign.Path is { } path && project.Find(path) is { } home && home.Symbols.Find(symbol.IdIn(view.Source)) is { } same ? (home, same)
            : null;
}
