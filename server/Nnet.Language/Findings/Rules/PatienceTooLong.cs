using Nnet.Language.Training;
using Nnet.Language.Training.Settings;

namespace Nnet.Language.Findings.Rules;

/// <summary>Early stopping that waits longer than training lasts.</summary>
public sealed class PatienceTooLong : TrainRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("patience-too-long", Severity.Warning, "Early stopping can never stop",
        "Patience counts epochs without improvement; with as many epochs as there are, training is over before it runs out.");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, TrainSpec train)
    {
        if (train.Find<EarlyStoppingSetting>() is not { } stopping || train.Find<EpochsSetting>() is null || stopping.Get(EarlyStoppingSetting.Patience) is var patience && patience < train.Epochs)
        {
            return;
        }
        var usual = Math.Max(1, train.Epochs / 5);
        context.Report(new Finding(
            Kind,
            stopping.SpanOf(EarlyStoppingSetting.Patience),
            $"Early stopping waits {patience:#,0} epochs{(stopping.Has(EarlyStoppingSetting.Patience) ? "" : " when no patience is given")}, but training has only {train.Epochs:#,0}: it can never stop. A fifth of the epochs is usual.")
        {
            Fixes = train.Epochs > 1 ? [Fixes.SetArgument(stopping, EarlyStoppingSetting.Patience, $"{usual}")] : [],
        });
    }
}
