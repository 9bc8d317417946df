using Nnet.Language.Data;
using Nnet.Language.Findings;

namespace Nnet.Engine.Runs.Findings;

/// <summary>What is learnt of the training part never helps on other samples.</summary>
internal sealed class NoSignal : RunCheck
{
    private const double AlmostGuessing = 0.97;
    private const double Learnt = 0.8;

    /// <summary>Whether the validation part was never foretold better than by guessing.</summary>
    public static bool HasNone(RunState run) => run.BestValidation?.Validation!["loss"] > AlmostGuessing * run.Constant;

    /// <inheritdoc/>
    public override FindingKind Kind => RunFindings.NoSignal;

    /// <inheritdoc/>
    protected override int Order => 100;

    /// <inheritdoc/>
    protected override bool IsSymptom => true;

    /// <inheritdoc/>
    protected override Finding? Look(RunState run)
    {
        if (run.Epochs.Count < 8 || !(run.IsOver || run.Epochs.Count >= run.Spec.Epochs / 2) || run.BestValidation is not { } best)
        {
            return null;
        }
        var trained = run.Latest.Train["loss"];
        var recent = run.Epochs.TakeLast(3).Average(epoch => epoch.Validation!["loss"]);
        // Where alike samples have alike targets there is something to learn, and a network that never shows it overfits.
        if (!HasNone(run) || !(trained < Learnt * run.Constant) || !(recent > run.Constant) || run.Neighbours is { Tell: true })
        {
            return null;
        }
        var asked = run.Neighbours is { } neighbours ? $"Nor do the {neighbours.Count} most similar samples of the training part tell it better than chance. " : "";
        var lowest = best.Validation!["loss"];
        return Found((run.Spec.Data!.Find<TargetSetting>() ?? run.Spec.Data.Source!).Span,
            $"On the validation part the network was {(lowest < run.Constant ? "hardly" : "never")} better than guessing, which costs {Number(run.Constant)}: its best loss there was {Number(lowest)} (epoch {best.Epoch}), now it is {Number(recent)}, while it learnt the samples of the training part by heart ({Number(trained)}). "
            + asked
            + $"Inputs and targets do not seem to belong together, as far as {run.Data.Train.Count:N0} samples show: look whether labels were shuffled or shifted against their rows, and whether the target is the right column. If they are right, these inputs say little of it.");
    }
}
