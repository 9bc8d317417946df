using Nnet.Language.Training;
using Nnet.Language.Training.Settings;

namespace Nnet.Language.Findings.Rules;

/// <summary>Early stopping that throws the best weights away.</summary>
public sealed class LastWeightsKept : TrainRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("last-weights-kept", Severity.Hint, "The best weights are thrown away",
        "When training stops early the last epochs were no improvement: without restore_best_weights the network keeps their weights instead of the best ones.");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, TrainSpec train)
    {
        if (train.Find<EarlyStoppingSetting>() is { } stopping && !stopping.Get(EarlyStoppingSetting.RestoreBestWeights))
        {
            var patience = stopping.Get(EarlyStoppingSetting.Patience);
            context.Report(new Finding(
                Kind,
                stopping.SpanOf(EarlyStoppingSetting.RestoreBestWeights),
                $"When training stops, the last {patience:#,0} epochs were no better than one before, and it is their weights that are kept. With restore_best_weights=true the best are.")
            {
                Fixes = [Fixes.SetArgument(stopping, EarlyStoppingSetting.RestoreBestWeights, "true")],
            });
        }
    }
}
