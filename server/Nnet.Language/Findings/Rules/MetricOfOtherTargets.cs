using Nnet.Language.Training;

namespace Nnet.Language.Findings.Rules;

/// <summary>A metric of numbers beside a loss of classes.</summary>
public sealed class MetricOfOtherTargets : TrainRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("metric-of-numbers", Severity.Error, "The metric compares numbers, the loss classes",
        "mae, rmse and r2 compare outputs and targets number by number; where the target is the number of a class, they would compare a probability with it.");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, TrainSpec train)
    {
        if (train.Loss is not { Definition: Loss { Encoding: TargetEncoding.ClassIndex } loss })
        {
            return;
        }
        foreach (var metric in train.Metrics.Where(metric => metric.Definition is Metric { ForClasses: false }))
        {
            var isThere = train.Metrics.Any(other => other.Definition is Training.Metrics.Accuracy);
            context.Report(new Finding(Kind, metric.NameSpan, $"{metric.Definition.Name} compares numbers, but with {loss.Name} the target is the number of a class and the output a score for each.")
            {
                Fixes = isThere ? [] : [Fixes.Replace("Change to accuracy", metric.NameSpan, "accuracy")],
            });
        }
    }
}
