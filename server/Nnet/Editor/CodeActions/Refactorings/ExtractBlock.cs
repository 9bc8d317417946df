using System.Collections.Immutable;
using Nnet.Language.Layers;
using Nnet.Language.Symbols;
using Nnet.Language.Syntax;
using Nnet.Language.Text;
using Nnet.Lsp.Protocol;
using TextEdit = Nnet.Language.Text.TextEdit;

namespace Nnet.Editor.CodeActions.Refactorings;

/// <summary>
/// Makes a block of the selected lines and calls it in their place, and wherever the file has the same lines again. Names of the body
/// around become parameters.
/// </summary>
internal static class ExtractBlock
{
    private const string Title = "Extract into a block";

    /// <summary>What can be done with the selection.</summary>
    public static IEnumerable<Offer> At(ActionSite site)
        => LineRun.Selected(site.Tree, site.Selection) is { Owner.Name: not null } run
            ? [new Offer(Title, CodeActionKind.RefactorExtract) { Disabled = Obstacle(site, run), Edits = () => Edits(site, run) }]
            : [];

    // Why the lines cannot stand in a block of their own.
    private static string? Obstacle(ActionSite site, LineRun run)
    {
        if (run.ArePaths)
        {
            return $"These are paths of {run.Around!.Word.Text}, which stay in its braces. Select lines inside of one path.";
        }
        if (run.Lines.SelectMany(line => line.Steps()).FirstOrDefault(step => LineWords.DefinitionOf(run.Owner, step.Word.Text) is Input) is { } input)
        {
            return $"The input in line {site.LineOf(input.Span.Start)} belongs to the model. Leave it out of the selection.";
        }
        var outside = Declared(site, run.Span).SelectMany(symbol => site.Symbols.References(symbol)).FirstOrDefault(use => !Contains(run.Span, use.Span));
        return outside is null ? null : $"`{outside.Symbol.Name}` is declared in the selection and used in line {site.LineOf(outside.Span.Start)}, which could not see it in a block.";
    }

    private static ImmutableArray<TextEdit> Edits(ActionSite site, LineRun run)
    {
        var parameters = OuterNames(site, run.Span).Select(symbol => symbol.Name).Distinct().ToList();
        var name = FreeName(site);
        var call = string.Join(' ', parameters.Prepend(name));
        var head = $"block {name}{(parameters.Count > 0 ? $"({string.Join(", ", parameters)})" : "")}";
        var place = StartWithComments(site.Source, run.Owner.Span.Start);
        return
        [
            new TextEdit(new Span(place, 0), $"{site.Tree.InBraces(head, run.Span, "")}\n\n"),
            .. SameLines(site, run).Prepend(run.Span).OrderBy(span => span.Start).Select(span => new TextEdit(span, call)),
        ];
    }

    // The same lines elsewhere, with names that stand for the same kind of thing.
    private static IEnumerable<Span> SameLines(ActionSite site, LineRun run)
    {
        var keys = Keys(site.Tree, run.Body)[run.First..(run.First + run.Count)];
        var names = NamesIn(site, run.Span);
        var taken = new List<Span> { run.Span };
        foreach (var body in LineRun.Bodies(site.Tree).Where(body => !body.ArePaths && body.Body.Statements.Length >= run.Count))
        {
            var others = Keys(site.Tree, body.Body);
            for (var first = 0; first + run.Count <= others.Length; first++)
            {
                var other = body with { First = first, Count = run.Count };
                if (others.AsSpan(first, run.Count).SequenceEqual(keys) && !taken.Any(span => span.Start < other.Span.End && other.Span.Start < span.End)
                    && Obstacle(site, other) is null && MeanTheSame(names, run.Span, NamesIn(site, other.Span), other.Span))
                {
                    taken.Add(other.Span);
                    yield return other.Span;
                }
            }
        }
    }

    private static bool MeanTheSame(IReadOnlyList<Occurrence> names, Span span, IReadOnlyList<Occurrence> others, Span other)
        => names.Count == others.Count && names.Zip(others).All(pair =>
            ReferenceEquals(pair.First.Symbol, pair.Second.Symbol)
            || (IsOuter(pair.First.Symbol, span) && IsOuter(pair.Second.Symbol, other))
            || (Contains(span, pair.First.Symbol.Declaration) && Contains(other, pair.Second.Symbol.Declaration)));

    // Each line is compared as it is written, whatever its space.
    private static string[] Keys(SyntaxTree tree, Body body) => [.. body.Statements.Select(statement => tree.Key(statement.Span))];

    private static IEnumerable<Symbol> OuterNames(ActionSite site, Span span) => NamesIn(site, span).Select(name => name.Symbol).Where(symbol => IsOuter(symbol, span));

    // A value or label of the body around, which a block of its own could not see.
    private static bool IsOuter(Symbol symbol, Span span)
        => symbol is { Owner: not null, Foreign: null, Kind: NameKind.Let or NameKind.Label or NameKind.Axis or NameKind.Parameter } && !Contains(span, symbol.Declaration) && Contains(symbol.Scope, span);

    private static IReadOnlyList<Occurrence> NamesIn(ActionSite site, Span span) => [.. site.Symbols.Occurrences.Where(name => Contains(span, name.Span))];

    private static IEnumerable<Symbol> Declared(ActionSite site, Span span) => site.Symbols.Declared.Where(symbol => Contains(span, symbol.Span));

    private static string FreeName(ActionSite site)
    {
        var taken = site.Symbols.Declared.Select(symbol => symbol.Name).Concat(site.Snapshot.Analysis.Blocks.Select(block => block.Name)).ToHashSet();
        return Enumerable.Range(1, int.MaxValue).Select(number => number == 1 ? "Part" : $"Part{number}").First(name => !taken.Contains(name));
    }

    // The comment right above a declaration is its own.
    private static int StartWithComments(SourceText source, int start)
    {
        var line = source.LineAt(start);
        while (line > 0 && source[source.LineSpan(line - 1)].TrimStart() is ['#', ..] comment && !comment.Contains("ignore-file", StringComparison.Ordinal))
        {
            line--;
        }
        return source.LineAt(start) == line ? start : source.LineSpan(line).Start;
    }

    private static bool Contains(Span outer, Span inner) => outer.Start <= inner.Start && inner.End <= outer.End;
}
