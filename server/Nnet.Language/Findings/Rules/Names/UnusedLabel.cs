using Nnet.Language.Definitions;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Structure;
using Nnet.Language.Symbols;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Language.Findings.Rules.Names;

/// <summary>
/// A label that no line refers to, where lines refer to others of the same model. Labels alone may be there for people: they name
/// layers in reports and graphs. Those of inputs and outputs are names that the world outside sees.
/// </summary>
public sealed class UnusedLabel : UnusedRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("unused-label", Severity.Hint, "A label that no line refers to",
        "Labels are there for lines below: `concat e4`, `from e4`, `tie=e4`. Where a model uses some of its labels and not this one, a skip was probably forgotten.");

    /// <inheritdoc/>
    protected override IEnumerable<(Symbol Symbol, Problem Problem)> Find(RuleContext context)
    {
        var used = new Dictionary<Symbol, Symbol>();
        foreach (var label in context.Symbols.Declared)
        {
            if (label is { Kind: NameKind.Label, Owner: { } owner } && context.Symbols.IsUsed(label))
            {
                used.TryAdd(owner, label);
            }
        }
        if (used.Count == 0)
        {
            yield break;
        }
        foreach (var block in context.Symbols.Tree.Declarations.OfType<BlockDeclaration>())
        {
            foreach (var line in block.Body is { } body ? Lines(body, isOutermost: true) : [])
            {
                if (LineWords.DefinitionOf(block, line.Word.Text) is not Input
                    && context.Symbols.SymbolAt(line.Label!.Span.Start) is { Kind: NameKind.Label, Owner: { } owner } symbol
                    && !context.Symbols.IsUsed(symbol) && used.TryGetValue(owner, out var other))
                {
                    yield return (symbol, ProblemOf(symbol, other, line));
                }
            }
        }
    }

    private static Problem ProblemOf(Symbol symbol, Symbol other, StepStatement line) => new(
        symbol.Span,
        $"Lines refer to `{other.Name}`, and none to `{symbol.Name}`: is a `concat {symbol.Name}`, `add {symbol.Name}` or `from {symbol.Name}` missing below?",
        () => [Fixes.Replace("Remove the label", Span.FromBounds(symbol.Span.Start, line.Word.Span.Start), "")]);

    // The lines with a label, but for those whose values leave the model or block: its last one, and what `output` stands behind.
    private static IEnumerable<StepStatement> Lines(Body body, bool isOutermost)
    {
        for (var i = 0; i < body.Statements.Length; i++)
        {
            var next = i + 1 < body.Statements.Length ? body.Statements[i + 1] : null;
            var isOutput = next is null ? isOutermost : next is StepStatement { Arguments.IsEmpty: true } output && Catalog<ModelWord>.Find(output.Word.Text) is Output;
            var step = body.Statements[i] as StepStatement ?? (body.Statements[i] as RepeatStatement)?.Step;
            if (step?.Label is not null && !(isOutput && step == body.Statements[i]))
            {
                yield return step;
            }
            foreach (var inner in (step?.Body ?? (body.Statements[i] as RepeatStatement)?.Body) is { } nested ? Lines(nested, isOutermost: false) : [])
            {
                yield return inner;
            }
        }
    }
}
