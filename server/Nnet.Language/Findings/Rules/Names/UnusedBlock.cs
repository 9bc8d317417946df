using Nnet.Language.Symbols;
using Nnet.Language.Syntax;

namespace Nnet.Language.Findings.Rules.Names;

/// <summary>A block that no line calls, in a file that has models of its own.</summary>
public sealed class UnusedBlock : UnusedRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("unused-block", Severity.Hint, "A block that nothing calls",
        "Layers in a block are part of a model only where a line calls the block. A file without models is there for others, and says nothing of this.");

    /// <inheritdoc/>
    protected override Problem? Look(RuleContext context, Symbol symbol)
        => symbol.Kind == NameKind.Block && context.Symbols.Tree.Declarations.Any(declaration => declaration is ModelDeclaration)
            ? new Problem(symbol.Span, $"No line of this file calls `{symbol.Name}`, so its layers are part of no model.")
            : null;
}
