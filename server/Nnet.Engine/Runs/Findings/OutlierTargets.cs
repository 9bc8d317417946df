using Nnet.Language.Findings;
using Nnet.Language.Training.Losses;

namespace Nnet.Engine.Runs.Findings;

/// <summary>A few targets are so far from all others that nearly all of a squared error is theirs, and nothing but them is learnt.</summary>
internal sealed class OutlierTargets : RunCheck
{
    private const double Few = 0.03;
    private const double NearlyAll = 0.9;
    private const double Learnt = 0.5;

    // In widths of the middle half of the targets: prices and incomes reach ten of them without anything being wrong.
    private const double Far = 25;

    /// <inheritdoc/>
    public override FindingKind Kind => RunFindings.OutlierTargets;

    /// <inheritdoc/>
    protected override int Order => 15;

    /// <inheritdoc/>
    protected override bool IsSymptom => true;

    /// <inheritdoc/>
    protected override Finding? Look(RunState run)
    {
        if (run.Epochs.Count < Math.Max(5, run.Spec.Epochs / 5) || run.Spec.Loss!.Definition is not MeanSquaredError || run.Spec.Data!.TargetIsInput || run.Data.Train.TargetSize != 1
            || run.Targets.Count < 50 || run.Latest.Train["loss"] < (1 - Learnt) * run.Constant)
        {
            return null;
        }
        float[] targets = [.. run.Targets.Order()];
        var (low, middle, high) = (targets[targets.Length / 4], targets[targets.Length / 2], targets[targets.Length * 3 / 4]);
        var reach = Far * (high - low);
        var far = targets.Where(target => Math.Abs(target - middle) > reach).ToArray();
        double Squares(IEnumerable<float> some) => some.Sum(target => (double)(target - middle) * (target - middle));
        var share = Squares(far) / Squares(targets);
        if (reach == 0 || far.Length == 0 || far.Length > Math.Max(1, Few * targets.Length) || share < NearlyAll)
        {
            return null;
        }
        string Value(float target) => Number(run.Data.TargetNormalization.Invert(target, 0));
        var farthest = far.MaxBy(target => Math.Abs(target - middle));
        return Found(run.Spec.Loss.Span,
            $"{far.Length} of {targets.Length:N0} targets lie far from all others, up to {Value(farthest)} where half of them lie between {Value(low)} and {Value(high)}: they make {Percent(share)} of the squared error, so that little else is learnt. "
            + "Look whether these rows are right (another unit, a missing point). If they are, huber counts them by their distance and not by its square.",
            Fixes.Replace("Use huber", run.Spec.Loss.NameSpan, "huber"));
    }
}
