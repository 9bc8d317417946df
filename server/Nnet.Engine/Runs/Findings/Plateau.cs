using Nnet.Language.Findings;
using Nnet.Language.Training;

namespace Nnet.Engine.Runs.Findings;

/// <summary>The loss has stayed where it is, about at the cost of guessing, and nothing else tells why.</summary>
internal sealed class Plateau : RunCheck
{
    private const double Little = 0.1;
    private const double StillFalls = 0.03;

    /// <summary>Since when the loss of a run has been flat, and where; null when it still falls.</summary>
    public static (int Since, double Loss)? Of(RunState run)
    {
        var quarter = Math.Max(3, run.Epochs.Count / 4);
        if (run.Epochs.Count < 10)
        {
            return null;
        }
        var losses = run.Epochs.Select(epoch => epoch.Train["loss"]).ToArray();
        var (before, after) = (losses[^(2 * quarter)..^quarter].Average(), losses[^quarter..].Average());
        return after < (1 - StillFalls) * before ? null : (run.Epochs.Count - quarter, after);
    }

    /// <inheritdoc/>
    public override FindingKind Kind => RunFindings.Plateau;

    /// <inheritdoc/>
    protected override int Order => 155;

    /// <inheritdoc/>
    protected override bool IsSymptom => true;

    /// <inheritdoc/>
    protected override Finding? Look(RunState run)
    {
        if (!run.IsOver || run.Progress > Little || Of(run) is not { } flat || !(flat.Loss > (1 - Little) * run.Constant) || run.HasLearntSomething)
        {
            return null;
        }
        var isLow = LearningRate(run) < ((Optimizer)run.Spec.Optimizer!.Definition).UsualRates.High / 3;
        return Found(OptimizerLine(run),
            $"Since epoch {flat.Since} the loss stays at {Number(flat.Loss)}, and guessing costs {Number(run.Constant)}: hardly anything was learnt in {run.Epochs.Count} epochs. "
            + $"{(isLow ? "Try a higher rate first, then" : "Try")} more epochs, more or wider layers, or inputs that say more.",
            isLow ? [ChangeRate(run, 10)] : []);
    }
}
