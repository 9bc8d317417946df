using Nnet.Language.Training;
using Nnet.Language.Training.Schedules;
using Nnet.Language.Training.Settings;

namespace Nnet.Language.Findings.Rules;

/// <summary>Early stopping has less patience than the schedule that would help.</summary>
public sealed class PlateauAfterStopping : TrainRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("plateau-after-stopping", Severity.Warning, "Training stops before the rate falls",
        "A plateau schedule lowers the rate when a figure no longer improves; where early stopping has run out of patience by then, the lower rate is never tried.");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, TrainSpec train)
    {
        if (train.Schedule is not { Definition: PlateauSchedule } plateau || train.Find<EarlyStoppingSetting>() is not { } stopping
            || plateau.Get(PlateauSchedule.Monitor) != stopping.Get(EarlyStoppingSetting.Monitor))
        {
            return;
        }
        var (waits, stops) = (plateau.Get(PlateauSchedule.Patience), stopping.Get(EarlyStoppingSetting.Patience));
        if (stops > waits + 1)
        {
            return;
        }
        var half = Math.Max(0, (stops / 2) - 1);
        context.Report(new Finding(Kind, plateau.SpanOf(PlateauSchedule.Patience), $"The rate falls after {waits + 1:#,0} epochs without improvement{(plateau.Has(PlateauSchedule.Patience) ? "" : " when no patience is given")}, but early_stopping ends training after {stops:#,0}: a lower rate gets no chance.")
        {
            Fixes =
            [
                .. stops > half + 1 ? [Fixes.SetArgument(plateau, PlateauSchedule.Patience, $"{half}")] : Array.Empty<Fix>(),
                .. (2 * waits) + 2 < train.Epochs ? [Fixes.SetArgument(stopping, EarlyStoppingSetting.Patience, $"{(2 * waits) + 2}")] : Array.Empty<Fix>(),
            ],
        });
    }
}
