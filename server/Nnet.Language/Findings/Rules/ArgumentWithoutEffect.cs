using Nnet.Language.Training;

namespace Nnet.Language.Findings.Rules;

/// <summary>An argument of the optimizer that changes nothing.</summary>
public sealed class ArgumentWithoutEffect : TrainRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("argument-without-effect", Severity.Warning, "An argument without effect",
        "Some arguments only work together with others.");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, TrainSpec train)
    {
        if (train.Optimizer is not { Definition: Optimizer optimizer } call)
        {
            return;
        }
        foreach (var (argument, reason) in optimizer.WithoutEffect(call))
        {
            if (!call.Has(argument))
            {
                continue;
            }
            context.Report(new Finding(Kind, call.Values[argument].Span, $"{argument.Name} has no effect on this {optimizer.Name}: {reason}.")
            {
                Unnecessary = true,
                Fixes = [Fixes.RemoveArgument($"Remove {argument.Name}", context.Source, call, argument)],
            });
        }
    }
}
