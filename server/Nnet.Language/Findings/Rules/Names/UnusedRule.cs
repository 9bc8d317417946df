using Nnet.Language.Symbols;
using Nnet.Language.Text;

namespace Nnet.Language.Findings.Rules.Names;

/// <summary>A rule about names that a text declares and never makes use of. It is shown dimmed, as what could go.</summary>
public abstract class UnusedRule : Rule
{
    /// <inheritdoc/>
    public sealed override void Check(RuleContext context)
    {
        foreach (var (symbol, problem) in Find(context))
        {
            if (!IsExplained(context, symbol))
            {
                context.Report(new Finding(Kind, problem.Span, problem.Message) { Fixes = [.. problem.Fixes?.Invoke() ?? []], Unnecessary = true });
            }
        }
    }

    /// <summary>The symbols that nothing uses though something should, with what to say of each.</summary>
    protected abstract IEnumerable<(Symbol Symbol, Problem Problem)> Find(RuleContext context);

    /// <summary>The symbols of a kind that nothing uses.</summary>
    protected static IEnumerable<Symbol> Unused(RuleContext context, NameKind kind)
        => context.Symbols.Declared.Where(symbol => symbol.Kind == kind && !context.Symbols.IsUsed(symbol));

    // What is hidden by another of its name is an error already, and so is a misspelt use of it.
    private static bool IsExplained(RuleContext context, Symbol symbol)
        => context.Symbols.Hidden.Contains(symbol) || context.Symbols.Unknown.Any(word => Spelling.Nearest(word, [symbol.Name]) is not null);
}
