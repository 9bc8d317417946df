using Nnet.Language.Symbols;
using Nnet.Language.Syntax;

namespace Nnet.Language.Findings.Rules.Names;

/// <summary>A value that has a name and no use.</summary>
public sealed class UnusedLet : UnusedRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("unused-let", Severity.Hint, "A value that nothing uses",
        "A value is named so that lines can use it. One that no line uses is left over, or a line that should use it has a number instead.");

    /// <inheritdoc/>
    protected override Problem? Look(RuleContext context, Symbol symbol)
        => symbol is { Kind: NameKind.Let, Value: not null } && !IsForOthers(context, symbol)
            ? new Problem(symbol.Span, $"Nothing uses `{symbol.Name}`: a line that should have it may have a number instead.", () => [Fixes.RemoveStep("Remove the `let`", context.Source, symbol.Declaration)])
            : null;

    // A file without models is there for those that use it.
    private static bool IsForOthers(RuleContext context, Symbol symbol) => symbol.IsExported && !context.Symbols.Tree.Declarations.Any(declaration => declaration is ModelDeclaration or TrainDeclaration);
}
