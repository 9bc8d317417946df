using System.Collections.Immutable;
using Nnet.Language.Findings;
using Nnet.Language.Training.Settings;

namespace Nnet.Engine.Runs.Findings;

/// <summary>The validation loss has been rising for long while the training loss falls on.</summary>
internal sealed class Overfitting : RunCheck
{
    /// <inheritdoc/>
    public override FindingKind Kind => RunFindings.Overfitting;

    /// <inheritdoc/>
    protected override int Order => 120;

    /// <inheritdoc/>
    protected override ImmutableArray<Type> Causes => [typeof(Diverging), typeof(HighFirstLoss), typeof(NoSignal), typeof(Saturated), typeof(ConstantTarget), typeof(UnseenClass)];

    /// <inheritdoc/>
    protected override Finding? Look(RunState run)
    {
        // Early stopping that brings the best weights back is the cure; whoever has it needs no advice.
        var stopping = run.Spec.Find<EarlyStoppingSetting>();
        if (run.Epochs.Count < 8 || run.Latest.Validation is null || stopping?.Get(EarlyStoppingSetting.RestoreBestWeights) == true)
        {
            return null;
        }
        var best = run.BestValidation!;
        var lowest = best.Validation!["loss"];
        var waited = run.Latest.Epoch - best.Epoch;
        // The best of five epochs, so that a few bad ones do not count.
        var recent = run.Epochs.TakeLast(5).Min(epoch => epoch.Validation!["loss"]);
        var rises = waited >= Math.Max(5, run.Spec.Epochs / 10) && recent > 1.2 * lowest && recent - lowest > 0.1 * run.Constant;
        var learnsByHeart = run.Latest.Train["loss"] < 0.8 * best.Train["loss"] && run.Latest.Train["loss"] < 0.7 * recent;
        if (!rises || !learnsByHeart || (run.ReachesItsGoal && !HarmsAnswers(run, recent > 2 * lowest)))
        {
            return null;
        }
        // Never to be better than guessing is another illness, unless there is something to learn.
        var never = NoSignal.HasNone(run);
        if (never && run.Neighbours is not { Tell: true })
        {
            return null;
        }
        var epochs = run.Spec.Find<EpochsSetting>();
        ImmutableArray<Fix> fixes = stopping is not null
            ? [Fixes.SetArgument(stopping, EarlyStoppingSetting.RestoreBestWeights, "true")]
            : epochs is null ? [] : [Fixes.InsertStepAfter(run.Source, epochs, "early_stopping monitor=val_loss patience=5"), Fixes.Replace($"Train {best.Epoch} epochs", epochs.SpanOf(EpochsSetting.Count), $"{best.Epoch}")];
        var learnable = never ? $"It was {(lowest < run.Constant ? "hardly" : "never")} better there than guessing, which costs {Number(run.Constant)}, although there is something to learn: the {run.Neighbours!.Count} most similar samples foretell a target {Percent(run.Neighbours.Better)} better than their mean. " : "";
        return Found(epochs?.Span ?? run.Spec.HeaderSpan,
            $"Since epoch {best.Epoch} the validation loss has risen from {Number(lowest)} to {Number(recent)}, while the training loss fell from {Number(best.Train["loss"])} to {Number(run.Latest.Train["loss"])}: the network learns its {run.Data.Train.Count:N0} samples by heart. "
            + learnable
            + $"{(never ? "Take a smaller network or a lower rate, stop" : "Stop")} at the best epoch, or hold it back with dropout, regularize l2 or more samples.", fixes);
    }

    // A network that answers well may grow too sure of itself, which costs loss and nothing else.
    private static bool HarmsAnswers(RunState run, bool hasDoubled)
        => hasDoubled && run.Latest.Validation!["accuracy"] < run.BestValidation!.Validation!["accuracy"] - 0.005;
}
