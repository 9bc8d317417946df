using System.Text;
using Nnet.Editor.Navigation;
using Nnet.Editor.Workspace;
using Nnet.Language;
using Nnet.Language.Definitions;
using Nnet.Language.Layers;
using Nnet.Language.Symbols;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Editor.Rename;

/// <summary>
/// One renaming. Whether it may be done is tried out: the files are read with the new name in place, and every name in them has to mean
/// what it meant before.
/// </summary>
/// <param name="project">All files.</param>
/// <param name="files">Reads the files as they are.</param>
/// <param name="view">The file that was asked.</param>
/// <param name="symbol">What is renamed, from that file's table.</param>
/// <param name="newName">Its new name.</param>
public sealed class Renaming(ProjectFiles project, ISourceFiles files, SourceView view, Symbol symbol, string newName)
{
    private readonly List<Renamed> _files =
    [
        .. SymbolUses.All(project, view, symbol)
            .GroupBy(found => found.View.Uri)
            .Select(found => new Renamed(found.First().View, [.. found.Select(place => place.Occurrence.Span)], newName)),
    ];

    /// <summary>The edits of each file.</summary>
    public IEnumerable<(SourceView View, IEnumerable<TextEdit> Edits)> Edits()
        => _files.Select(file => (file.View, file.Spans.Select(span => new TextEdit(span, newName))));

    /// <summary>Why it cannot be done, as a sentence for the user; null when it can.</summary>
    public string? Problem()
    {
        if (newName == symbol.Name)
        {
            return null;
        }
        if (SpellingProblem() is { } problem)
        {
            return problem;
        }
        var overlay = new Overlay(files, _files);
        foreach (var file in _files.Concat(Bystanders()))
        {
            if (file.Compare(overlay, _files) is { } change)
            {
                return change;
            }
        }
        return null;
    }

    private string? SpellingProblem()
    {
        var tokens = SyntaxTree.Parse(new SourceText(newName)).Tokens;
        if (tokens is not [{ Kind: TokenKind.Word or TokenKind.Keyword } word] || word.Span.Length != newName.Length)
        {
            return $"`{newName}` is no name: a name is made of letters, digits and _, and begins with a letter.";
        }
        if (word.Kind == TokenKind.Keyword || newName is "in" or "true" or "false")
        {
            return $"`{newName}` is a word of the language: choose another name.";
        }
        return symbol.Kind == NameKind.Block && Catalog<ModelWord>.Find(newName) is { } layer
            ? $"`{newName}` is a word of the language already ({layer.Summary.TrimEnd('.').ToLowerInvariant()}): choose another name, such as `{char.ToUpperInvariant(newName[0])}{newName[1..]}`."
            : null;
    }

    // Files that know the name and do not write it: the new one may be theirs already.
    private IEnumerable<Renamed> Bystanders()
        => symbol.IsExported && (symbol.Foreign ?? view.Source).Path is { } home
            ? project.UsersOf(home).Where(user => _files.TrueForAll(file => file.View.Uri != user.Uri)).Select(user => new Renamed(user, [], newName))
            : [];

    private sealed class Renamed(SourceView view, List<Span> spans, string newName)
    {
        private readonly Lazy<SourceText> _after = new(() => new SourceText(Apply(view.Source, spans, newName), view.Source.Path));

        public SourceView View => view;

        public List<Span> Spans => spans;

        public SourceText After => _after.Value;

        // The first name that would mean something else, as a sentence.
        public string? Compare(Overlay overlay, IReadOnlyList<Renamed> all)
        {
            var (before, after) = (view.Symbols, SymbolTable.Of(SyntaxTree.Parse(After), overlay));
            if (after.Hidden.Length > before.Hidden.Length)
            {
                var (hidden, other) = Clash(before, after);
                return $"`{newName}` is taken{Place(hidden)}: {other} has that name.";
            }
            for (var i = 0; ; i++)
            {
                var (old, now) = (before.Occurrences.ElementAtOrDefault(i), after.Occurrences.ElementAtOrDefault(i));
                if (old is null && now is null)
                {
                    return null;
                }
                var moved = old is null ? (Span?)null : Moved(view.Source, old.Span);
                if (now is null || moved is { } place && place.Start < now.Span.Start)
                {
                    return $"`{newName}` would be read as something else{Place(moved!.Value)}: it is a word of the language there.";
                }
                if (moved is not { } same || now.Span.Start < same.Start)
                {
                    return $"The `{newName}`{Place(now.Span)} would become {Words(now.Symbol)} that you rename; it is something else now.";
                }
                if (Target(old!.Symbol, view.Source, all) != (now.Symbol.Foreign?.Path ?? view.Source.Path, now.Symbol.Kind, (now.Symbol.Foreign ?? After).IndexOf(now.Symbol.Span.Start)))
                {
                    return $"`{newName}`{Place(now.Span)} would be {Words(now.Symbol)}{Place(now.Symbol)}, which has that name already.";
                }
            }
        }

        // Where a symbol stands when all files have been changed.
        private static (string? Path, NameKind Kind, int Start) Target(Symbol symbol, SourceText here, IReadOnlyList<Renamed> all)
        {
            var path = (symbol.Foreign ?? here).Path;
            var home = all.FirstOrDefault(file => symbol.Foreign is null ? ReferenceEquals(file.View.Source, here) : file.View.Source.Path == path);
            var source = symbol.Foreign ?? here;
            return (path, symbol.Kind, home?.Moved(source, symbol.Span).Start ?? source.IndexOf(symbol.Span.Start));
        }

        private (Span Hidden, string Other) Clash(SymbolTable before, SymbolTable after)
        {
            var known = before.Hidden.Select(symbol => Moved(symbol.Foreign ?? view.Source, symbol.Span)).ToHashSet();
            var hidden = after.Hidden.First(symbol => symbol.Foreign is not null || !known.Contains(symbol.Span));
            var first = after.Declared.FirstOrDefault(symbol => symbol != hidden && symbol.Name == hidden.Name && symbol.Owner == hidden.Owner) ?? hidden;
            // Either of the two may be the renamed one; the other is what the user wants to know of.
            var other = spans.Exists(span => Moved(view.Source, span) == first.Span) ? hidden : first;
            return (other.Foreign is null ? other.Span : default, Words(other));
        }

        // Where a word is when the file has been changed.
        private Span Moved(SourceText source, Span span)
        {
            var by = newName.Length - (spans.Count > 0 ? spans[0].Length : 0);
            var start = source.IndexOf(span.Start);
            return new Span(start + (by * spans.Count(edit => view.Source.IndexOf(edit.Start) < start)), spans.Exists(edit => view.Source.IndexOf(edit.Start) == start) ? newName.Length : span.Length);
        }

        private string Place(Span span) => $" in line {After.LineAt(span.Start) + 1}{(view.Source.Path is { } path ? $" of {Path.GetFileName(path)}" : "")}";

        private string Place(Symbol symbol) => symbol.Foreign is { } foreign ? $" of {Path.GetFileName(foreign.Path)}" : $" of line {After.LineAt(symbol.Span.Start) + 1}";

        private static string Apply(SourceText text, List<Span> spans, string newName)
        {
            var result = new StringBuilder(text.Content);
            foreach (var span in spans.OrderByDescending(span => span.Start))
            {
                var start = text.IndexOf(span.Start);
                result.Remove(start, span.Length).Insert(start, newName);
            }
            return result.ToString();
        }
    }

    private static string Words(Symbol symbol) => symbol.Kind switch
    {
        NameKind.Let => "the `let`",
        NameKind.Parameter => "the parameter",
        NameKind.Label => "the label",
        NameKind.Axis => "the axis",
        NameKind.Block => "the block",
        NameKind.Model => "the model",
        _ => "the data",
    };

    // The files as they will be.
    private sealed class Overlay(ISourceFiles files, IReadOnlyList<Renamed> renamed) : ISourceFiles
    {
        public SourceText? Read(string path) => renamed.FirstOrDefault(file => file.View.Source.Path == path)?.After ?? files.Read(path);
    }
}
