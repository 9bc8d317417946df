using Nnet.Editor.Workspace;
using Nnet.Language.Symbols;

namespace Nnet.Editor.Navigation;

/// <summary>Finds where a symbol is declared and used, in whichever files.</summary>
public static class SymbolUses
{
    /// <summary>Every place where a symbol is written, the file that was asked first, and with it what has to have the same name.</summary>
    /// <param name="project">All files.</param>
    /// <param name="view">The file that was asked.</param>
    /// <param name="symbol">A symbol of that file's table.</param>
    public static IEnumerable<(SourceView View, Occurrence Occurrence)> All(ProjectFiles project, SourceView view, Symbol symbol)
    {
        var (views, done, next) = (new Dictionary<string, SourceView> { [view.Uri] = view }, new HashSet<(string Uri, Symbol Symbol)>(), new Queue<(SourceView View, Symbol Symbol)>([(view, symbol)]));
        while (next.TryDequeue(out var at))
        {
            if (done.Contains((at.View.Uri, at.Symbol)))
            {
                continue;
            }
            foreach (var occurrence in at.View.Symbols.References(at.Symbol))
            {
                yield return (at.View, occurrence);
            }
            foreach (var one in at.View.Symbols.WrittenWith(at.Symbol))
            {
                done.Add((at.View.Uri, one));
                if (!one.IsNamedElsewhere || one.IdIn(at.View.Source) is not { Path: { } home } id)
                {
                    continue;
                }
                // A file that names the symbol may be the only one which knows what else has its name.
                foreach (var other in Users(project, home, one).Concat(one.Foreign is not null && project.Find(home) is { } declaring ? [declaring] : []).Where(other => other.Uri != at.View.Uri))
                {
                    views.TryAdd(other.Uri, other);
                    if (views[other.Uri].Symbols.Find(id) is { } same)
                    {
                        next.Enqueue((views[other.Uri], same));
                    }
                }
            }
        }
    }

    /// <summary>The file that declares a symbol with the symbol as that file sees it; null when the file is gone.</summary>
    public static (SourceView View, Symbol Symbol)? Home(ProjectFiles project, SourceView view, Symbol symbol)
        => symbol.Foreign is null ? (view, symbol)
            : symbol.Foreign.Path is { } path && project.Find(path) is { } home && home.Symbols.Find(symbol.IdIn(view.Source)) is { } same ? (home, same)
            : null;

    /// <summary>Where a symbol is declared; for what a data block calls an input or output, the lines of all models that learn from it.</summary>
    public static IEnumerable<(SourceView View, Symbol Symbol)> Homes(ProjectFiles project, SourceView view, Symbol symbol)
        => symbol.IsEnd ? All(project, view, symbol).Where(found => found.Occurrence.IsDeclaration).Select(found => (found.View, found.Occurrence.Symbol))
            : Home(project, view, symbol) is { } home ? [home]
            : [];

    // A label of a block is named by whoever trains a model that calls it, and that file may not use the block's own.
    private static IEnumerable<SourceView> Users(ProjectFiles project, string home, Symbol symbol)
    {
        var users = project.UsersOf(home).ToList();
        for (var i = 0; symbol.Kind == NameKind.Label && i < users.Count; i++)
        {
            users.AddRange(project.UsersOf(users[i].Source.Path!).Where(user => users.TrueForAll(known => known.Uri != user.Uri)));
        }
        return users;
    }
}
