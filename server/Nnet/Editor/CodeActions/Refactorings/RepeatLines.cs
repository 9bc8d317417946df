using System.Collections.Immutable;
using Nnet.Language.Syntax;
using Nnet.Language.Text;
using Nnet.Lsp.Protocol;
using TextEdit = Nnet.Language.Text.TextEdit;

namespace Nnet.Editor.CodeActions.Refactorings;

/// <summary>Writes lines that stand several times as <c>repeat n</c>, and a repetition as its lines.</summary>
internal static class RepeatLines
{
    private const int MostWritten = 100;

    /// <summary>What can be done here: with the selected lines, or with those like the one at the cursor.</summary>
    public static IEnumerable<Offer> At(ActionSite site)
    {
        if (Repeated(site) is var (run, length))
        {
            var times = run.Count / length;
            yield return new Offer($"Write as repeat {times}", CodeActionKind.RefactorRewrite) { Edits = () => [Fold(site.Tree, run, length)] };
        }
        if (site.Selection.Length == 0 && LineRun.At(site.Tree, site.Selection.Start) is { } at && at.Lines.Single() is RepeatStatement repeat && OnHead(repeat, site.Selection.Start))
        {
            // What is half typed has no lines to write out.
            if (repeat is { Step: not null } or { Body.Statements.Length: > 0 } && Times(repeat) is { } count)
            {
                yield return new Offer($"Write the {count} repetitions out", CodeActionKind.RefactorRewrite) { Disabled = Obstacle(repeat), Edits = () => [Unfold(site.Tree, repeat, count)] };
            }
        }
    }

    // The lines, and how many of them make one round.
    private static (LineRun Run, int Length)? Repeated(ActionSite site)
    {
        if (LineRun.Selected(site.Tree, site.Selection) is { } selected)
        {
            var keys = selected.Lines.Select(line => site.Tree.Key(line.Span)).ToArray();
            for (var length = 1; length <= keys.Length / 2; length++)
            {
                if (keys.Length % length == 0 && keys.Skip(length).SequenceEqual(keys.SkipLast(length)))
                {
                    return CanFold(site.Tree, selected) ? (selected, length) : null;
                }
            }
            return null;
        }
        if (LineRun.At(site.Tree, site.Selection.Start) is not { } at)
        {
            return null;
        }
        var key = site.Tree.Key(at.Span);
        var (first, last) = (at.First, at.First);
        while (first > 0 && site.Tree.Key(at.Body.Statements[first - 1].Span) == key)
        {
            first--;
        }
        while (last + 1 < at.Body.Statements.Length && site.Tree.Key(at.Body.Statements[last + 1].Span) == key)
        {
            last++;
        }
        var like = at with { First = first, Count = last - first + 1 };
        return like.Count > 1 && CanFold(site.Tree, like) ? (like, 1) : null;
    }

    // A comment between the lines would be lost, and a name cannot be declared twice anyway.
    private static bool CanFold(SyntaxTree tree, LineRun run) => !tree.HasComment(run.Span) && !run.Lines.Any(line => line is LetStatement);

    private static TextEdit Fold(SyntaxTree tree, LineRun run, int length)
    {
        var round = run with { Count = length };
        var head = $"repeat {run.Count / length}";
        return new TextEdit(run.Span, length == 1 ? $"{head} {tree.Source[round.Span]}" : tree.InBraces(head, round.Span, tree.Source.IndentAt(run.Span.Start)));
    }

    private static bool OnHead(RepeatStatement repeat, int offset) => Span.FromBounds(repeat.WordSpan.Start, repeat.Counts.Length > 0 ? repeat.Counts[^1].Span.End : repeat.WordSpan.End).Touches(offset);

    private static int? Times(RepeatStatement repeat)
    {
        var times = 1.0;
        foreach (var count in repeat.Counts)
        {
            if (count is not NumberLiteral { IsInteger: true, Value: >= 1 and <= MostWritten } number)
            {
                return null;
            }
            times *= number.Value;
        }
        return times is >= 2 and <= MostWritten ? (int)times : null;
    }

    private static string? Obstacle(RepeatStatement repeat)
    {
        IEnumerable<Statement> lines = repeat.Body?.Statements ?? (repeat.Step is { } step ? ImmutableArray.Create<Statement>(step) : []);
        var name = lines.OfType<LetStatement>().Select(let => let.Name).Concat(lines.SelectMany(line => line.Steps()).Select(line => line.Label).OfType<Name>()).FirstOrDefault();
        return name is null ? null : $"`{name.Text}` is declared anew in each round; written out, it would be declared several times.";
    }

    private static TextEdit Unfold(SyntaxTree tree, RepeatStatement repeat, int times)
    {
        var source = tree.Source;
        var (span, indent) = repeat.Body is { } body
            ? (Span.Cover(body.Statements[0].Span, body.Statements[^1].Span), source.IndentAt(body.Statements[0].Span.Start))
            : (repeat.Step!.Span, source.IndentAt(repeat.Span.Start));
        var isOneLine = source.LineAt(span.Start) == source.LineAt(span.End) && tree.WithComment(span) == span && !(repeat.Body is not null && tree.IsAlone(repeat.Span) && source.LineAt(repeat.Span.Start) != source.LineAt(span.Start));
        var target = source.IndentAt(repeat.Span.Start);
        var round = LineText.Indented(source[repeat.Body is null ? span : tree.WithComment(span)], indent, target);
        var parting = tree.IsAlone(repeat.Span) ? $"\n{target}" : isOneLine ? "; " : $"\n{target}";
        return new TextEdit(repeat.Span, string.Join(parting, Enumerable.Repeat(round, times)));
    }
}
