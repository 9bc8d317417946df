using Nnet.Language.Symbols;
using Nnet.Language.Text;

namespace Nnet.Language.Findings.Rules.Names;

/// <summary>A rule about names that a text declares and never makes use of. It is shown dimmed, as what could go.</summary>
public abstract class UnusedRule : Rule
{
    /// <inheritdoc/>
    public sealed override void Check(RuleContext context)
    {
        foreach (var symbol in context.Symbols.Declared)
        {
            if (!context.Symbols.IsUsed(symbol) && Look(context, symbol) is { } problem && !IsExplained(context, symbol))
            {
                context.Report(new Finding(Kind, problem.Span, problem.Message) { Fixes = [.. problem.Fixes?.Invoke() ?? []], Unnecessary = true });
            }
        }
    }

    // What is hidden by another of its name is an error already, and so is a misspelt use of it.
    private static bool IsExplained(RuleContext context, Symbol symbol)
        => context.Symbols.Hidden.Contains(symbol) || context.Symbols.Unknown.Any(word => Spelling.Nearest(word, [symbol.Name]) is not null);

    /// <summary>What to say of a symbol that nothing uses; null when that is as it should be.</summary>
    protected abstract Problem? Look(RuleContext context, Symbol symbol);
}
