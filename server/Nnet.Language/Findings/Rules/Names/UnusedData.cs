using Nnet.Language.Symbols;
using Nnet.Language.Syntax;

namespace Nnet.Language.Findings.Rules.Names;

/// <summary>Data that nothing is trained on, in a file that trains.</summary>
public sealed class UnusedData : UnusedRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("unused-data", Severity.Hint, "Data that nothing is trained on",
        "A data block is read when a `train` block names it. Where a file trains on other data, this block is left over, or the wrong one is named.");

    /// <inheritdoc/>
    protected override Problem? Look(RuleContext context, Symbol symbol)
    {
        if (symbol.Kind != NameKind.Data)
        {
            return null;
        }
        var trains = context.Symbols.Tree.Declarations.OfType<TrainDeclaration>().ToArray();
        // While a training is being written, this may be what it is about to name.
        return trains.Length > 0 && Array.TrueForAll(trains, train => train.Data is { } data && context.Symbols.SymbolAt(data.Span.Start) is not null)
            ? new Problem(symbol.Span, $"No `train` block of this file is on `{symbol.Name}`.")
            : null;
    }
}
