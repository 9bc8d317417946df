using Nnet.Language.Findings;
using Nnet.Language.Training.Settings;

namespace Nnet.Engine.Runs.Findings;

/// <summary>The loss was still falling when the epochs were over.</summary>
internal sealed class StillImproving : RunCheck
{
    private const double Enough = 0.55;
    private const double Falls = 0.1;

    /// <inheritdoc/>
    public override FindingKind Kind => RunFindings.StillImproving;

    /// <inheritdoc/>
    protected override int Order => 160;

    /// <inheritdoc/>
    protected override bool IsSymptom => true;

    /// <inheritdoc/>
    protected override Finding? Look(RunState run)
    {
        var wasStopped = run.Epochs.Count < run.Spec.Epochs;
        if (!run.IsOver || wasStopped || run.Epochs.Count < 8 || run.Progress > Enough || run.ReachesItsGoal || run.Progress < 0.02 || run.Spec.Find<EpochsSetting>() is not { } epochs)
        {
            return null;
        }
        var tenth = Math.Max(2, run.Epochs.Count / 10);
        var losses = run.Epochs.Select(RunState.LossOf).ToArray();
        var (before, after) = (losses[^(2 * tenth)..^tenth].Average(), losses[^tenth..].Average());
        var isNewest = run.Epochs.Count - (run.BestValidation ?? run.BestTrain)!.Epoch < tenth;
        return !isNewest || after > (1 - Falls) * before ? null : Found(epochs.Span,
            $"The loss was still falling when the {run.Epochs.Count} epochs were over: in the last {tenth} from {Number(before)} to {Number(after)} on average. Train on for longer.",
            Fixes.Replace($"Train {2 * run.Epochs.Count} epochs", epochs.SpanOf(EpochsSetting.Count), $"{2 * run.Epochs.Count}"));
    }
}
