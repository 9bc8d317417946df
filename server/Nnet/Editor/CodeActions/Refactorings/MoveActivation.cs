using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Layers;
using Nnet.Language.Symbols;
using Nnet.Language.Syntax;
using Nnet.Language.Text;
using Nnet.Lsp.Protocol;
using TextEdit = Nnet.Language.Text.TextEdit;

namespace Nnet.Editor.CodeActions.Refactorings;

/// <summary>Moves an activation from its layer's line to a line of its own, and back.</summary>
internal static class MoveActivation
{
    /// <summary>What can be done with the line at the cursor.</summary>
    public static IEnumerable<Offer> At(ActionSite site)
    {
        if (LineRun.At(site.Tree, site.Selection.Start) is not { ArePaths: false } at)
        {
            return [];
        }
        return at.Lines.Single() switch
        {
            StepStatement step => [.. Out(site, at, step, step), .. In(site, at)],
            RepeatStatement { Step: { } step } repeat => Out(site, at, step, repeat),
            _ => [],
        };
    }

    // `dense 8 activation=relu` becomes two lines.
    private static IEnumerable<Offer> Out(ActionSite site, LineRun at, StepStatement step, Statement line)
    {
        if (GivenTo(at, step) is not { Value: NameExpression { Name: var word } } argument)
        {
            yield break;
        }
        var label = step.Label is { } name ? site.Symbols.SymbolAt(name.Span.Start) : null;
        yield return new Offer($"Write {word} on its own line", CodeActionKind.RefactorRewrite)
        {
            Disabled = label is not null && SharesWeights(site, label) ? $"Another line shares the weights of `{label.Name}`, and a label on the line of {word} would name none." : null,
            Edits = () => OutEdits(site, step, line, argument, word),
        };
    }

    private static ImmutableArray<TextEdit> OutEdits(ActionSite site, StepStatement step, Statement line, ArgumentSyntax argument, string word)
    {
        var source = site.Source;
        var start = argument.Span.Start;
        while (source[start - 1] is ' ' or '\t')
        {
            start--;
        }
        var without = new TextEdit(Span.FromBounds(start, argument.Span.End), "");
        // The label names what the activation gives, and the condition is about both.
        var own = $"{(step.Label is { } label ? $"{label.Text}: " : "")}{word}{(step.Condition is { } condition ? $" when {source[condition.Span]}" : "")}";
        var unlabelled = step.Label is null ? ImmutableArray<TextEdit>.Empty : [new TextEdit(Span.FromBounds(step.Label.Span.Start, step.Word.Span.Start), "")];
        if (line is RepeatStatement)
        {
            return [new TextEdit(new Span(step.Span.Start, 0), "{ "), .. unlabelled, without, new TextEdit(new Span(line.Span.End, 0), $"; {own} }}")];
        }
        var isAlone = site.Tree.IsAlone(line.Span);
        var end = isAlone ? site.Tree.WithComment(line.Span).End : line.Span.End;
        return [.. unlabelled, without, new TextEdit(new Span(end, 0), isAlone ? $"\n{source.IndentAt(line.Span.Start)}{own}" : $"; {own}")];
    }

    // A line `relu` becomes an argument of the line above, whichever of the two the cursor is on.
    private static IEnumerable<Offer> In(ActionSite site, LineRun at)
    {
        foreach (var index in new[] { at.First, at.First - 1 })
        {
            if (index < 0 || index + 1 >= at.Body.Statements.Length
                || at.Body.Statements[index] is not StepStatement layer || at.Body.Statements[index + 1] is not StepStatement { Arguments.IsEmpty: true } activation
                || !Takes(at, layer) || Catalog<Activation>.Find(activation.Word.Text) is not { } function || !SameCondition(site, layer, activation))
            {
                continue;
            }
            var label = layer.Label is { } name ? site.Symbols.SymbolAt(name.Span.Start) : null;
            yield return new Offer($"Write {function.Name} as an argument of {layer.Word.Text}", CodeActionKind.RefactorRewrite)
            {
                Disabled = label is not null && (activation.Label is not null || site.Symbols.IsUsed(label)) ? $"`{label.Name}` names what {layer.Word.Text} gives before {function.Name}." : null,
                Edits = () => InEdits(site, layer, activation, function),
            };
        }
    }

    private static ImmutableArray<TextEdit> InEdits(ActionSite site, StepStatement layer, StepStatement activation, Activation function)
    {
        return
        [
            .. activation.Label is { } label ? ImmutableArray.Create(new TextEdit(new Span(layer.Span.Start, 0), $"{label.Text}: ")) : [],
            new TextEdit(new Span(layer.CallSpan.End, 0), $" {CommonArguments.Activation.Name}={function.Name}"),
            .. Fixes.RemoveStep("", site.Source, activation.Span).Edits,
        ];
    }

    private static Definition? DefinitionOf(LineRun at, StepStatement step) => LineWords.DefinitionOf(at.Owner, step.Word.Text);

    private static ArgumentSyntax? GivenTo(LineRun at, StepStatement step)
        => DefinitionOf(at, step)?.Arguments.Contains(CommonArguments.Activation) == true ? step.Arguments.FirstOrDefault(argument => argument.Name?.Text == CommonArguments.Activation.Name) : null;

    private static bool Takes(LineRun at, StepStatement step)
        => step.Body is null && !step.HasErrors && DefinitionOf(at, step)?.Arguments.Contains(CommonArguments.Activation) == true && GivenTo(at, step) is null;

    private static bool SameCondition(ActionSite site, StepStatement layer, StepStatement activation)
        => (layer.Condition, activation.Condition) switch
        {
            (null, null) => true,
            ({ } one, { } other) => site.Tree.Key(one.Span) == site.Tree.Key(other.Span),
            _ => false,
        };

    private static bool SharesWeights(ActionSite site, Symbol label) => site.Symbols.References(label)
        .Any(use => site.Tree.TokensIn(Span.FromBounds(Math.Max(0, use.Span.Start - 100), use.Span.Start)).TakeLast(2).Select(token => site.Source[token.Span]).SequenceEqual([CommonArguments.Tie.Name, "="]));
}
