using System.Collections.Immutable;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Structure;
using Nnet.Language.Symbols;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Language.Findings.Rules.Names;

/// <summary>
/// A label that is left out of a row of them: <c>e2</c>, where lines refer to <c>e1</c> and <c>e3</c>. Any other label that no line
/// refers to is there for people: it names a layer in reports and graphs, or a stage. Those of inputs and outputs are names that the
/// world outside sees. A misspelt label is found where a line refers to it.
/// </summary>
public sealed class UnusedLabel : UnusedRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("unused-label", Severity.Hint, "A label that no line refers to",
        "Labels are there for lines below: `concat e2`, `from e2`, `tie=e2`. Where a model uses `e1` and `e3` and not this one, a skip was probably forgotten.");

    /// <inheritdoc/>
    protected override Problem? Look(RuleContext context, Symbol symbol)
    {
        if (symbol is not { Kind: NameKind.Label, Owner: { } owner } || context.Symbols.UsedRowsOf(owner).Around(symbol) is not var (below, above) || LineOf(context.Symbols.Tree, symbol) is not { } line || LineWords.DefinitionOf(null, line.Step.Word.Text) is Input || line.IsOutput)
        {
            return null;
        }
        return new Problem(symbol.Span, $"Lines refer to `{below.Name}` and `{above.Name}`, and none to `{symbol.Name}`: is a `concat {symbol.Name}`, `add {symbol.Name}` or `from {symbol.Name}` missing below?",
            () => [Fixes.Replace("Remove the label", Span.FromBounds(symbol.Span.Start, line.Step.Word.Span.Start), "")]);
    }

    // The line that has the label, and whether what it gives is an output of its model or block.
    private static (StepStatement Step, bool IsOutput)? LineOf(SyntaxTree tree, Symbol label)
    {
        var block = tree.Declarations.OfType<BlockDeclaration>().FirstOrDefault(declaration => declaration.Span.Touches(label.Span.Start));
        var isOutermost = true;
        for (var body = block?.Body; body is not null; isOutermost = false)
        {
            var index = IndexAt(body.Statements, label.Span.Start);
            switch (index < 0 ? null : body.Statements[index])
            {
                case StepStatement step when step.Label?.Span == label.Span:
                    var next = index + 1 < body.Statements.Length ? body.Statements[index + 1] : null;
                    return (step, next is null ? isOutermost : next is StepStatement { Arguments.IsEmpty: true } output && LineWords.DefinitionOf(block, output.Word.Text) is Output);
                case RepeatStatement { Step: { } step } when step.Label?.Span == label.Span:
                    return (step, false);
                case StepStatement step:
                    body = step.Body;
                    break;
                case RepeatStatement repeat:
                    body = repeat.Body ?? repeat.Step?.Body;
                    break;
                default:
                    return null;
            }
        }
        return null;
    }

    // The statement that an offset lies in; they stand in the order of the text.
    private static int IndexAt(ImmutableArray<Statement> statements, int offset)
    {
        var last = Ordered.LastUpTo(statements.AsSpan(), offset, static statement => statement.Span.Start);
        return last >= 0 && statements[last].Span.Touches(offset) ? last : -1;
    }
}
