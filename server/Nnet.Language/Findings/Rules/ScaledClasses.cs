using Nnet.Language.Data;
using Nnet.Language.Training;

namespace Nnet.Language.Findings.Rules;

/// <summary>The targets are to be normalised, but they are no values.</summary>
public sealed class ScaledClasses : TrainRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("scaled-classes", Severity.Error, "Targets that are no values cannot be normalised",
        "A scale suits quantities such as prices. The number of a class is a name, a probability has its scale from 0 to 1, and an input that is the target was normalised already.");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, TrainSpec train)
    {
        if (train is not { Loss.Definition: Loss loss, Data: { } data }
            || data.Find<NormalizeSetting>() is not { } setting
            || setting.Get(NormalizeSetting.Target) == "none"
            || (loss is { Encoding: TargetEncoding.Values, TakesProbabilities: false } && !data.TargetIsInput)
            // Of several outputs those are scaled that learn values.
            || train.Objectives.Any(objective => !objective.IsMain && objective.Definition is { Encoding: TargetEncoding.Values, TakesProbabilities: false }))
        {
            return;
        }
        var method = setting.Get(NormalizeSetting.Target);
        context.ReportData(Kind, train, new Problem(
            setting.SpanOf(NormalizeSetting.Target),
            data.TargetIsInput ? $"target={method} maps values to predict, but the target of {data.Name} is the input, which is normalised as such."
                : $"target={method} maps values to predict, but {loss.Name} compares {(loss.Encoding == TargetEncoding.Values ? "probabilities" : "classes")}.",
            () => [Fixes.RemoveArgument("Leave target out", context.Source, setting, NormalizeSetting.Target)]));
    }
}
