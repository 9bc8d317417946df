using System.Collections.Immutable;
using Nnet.Language.Data;
using Nnet.Language.Findings;

namespace Nnet.Engine.Runs.Findings;

/// <summary>Targets are so large that outputs, which begin near zero, do not get there.</summary>
internal sealed class UnscaledTarget : RunCheck
{
    // Steps of the usual rates bring an output so far in a few hundred of them, but no further.
    private const double Large = 50;

    /// <inheritdoc/>
    public override FindingKind Kind => RunFindings.UnscaledTarget;

    /// <inheritdoc/>
    protected override int Order => 20;

    /// <inheritdoc/>
    protected override ImmutableArray<Type> Causes => [typeof(Diverging), typeof(Saturated), typeof(DeadRelus), typeof(NotANumber), typeof(OutlierTargets)];

    /// <inheritdoc/>
    protected override Finding? Look(RunState run)
    {
        // Where inputs that are not normalised ruin the steps, that is told; where the loss falls, the targets are what is in the way.
        if (!run.IsGoingBadly || run.Epochs.Count == 0 || !FitsValues(run) || (InputsAreUnscaled(run) && !(run.Latest.Train["loss"] < run.FirstLoss)))
        {
            return null;
        }
        var (low, high) = (run.Targets.Min(), run.Targets.Max());
        var largest = Math.Max(Math.Abs(low), Math.Abs(high));
        if (!(largest > Large))
        {
            return null;
        }
        var data = run.Spec.Data!;
        return Found((data.Find<TargetSetting>() ?? data.Source!).Span,
            $"Targets reach from {Number(low)} to {Number(high)}, while the outputs of a fresh network lie about 0: the loss after {run.Epochs.Count} epochs is {Number(RunState.LossOf(run.Latest))}, and guessing the mean would cost {Number(run.Constant)}. "
            + "Have them learnt on a scale of their own with `normalize` and target=standard: predictions and errors stay in their unit.",
            data.Find<NormalizeSetting>() is { } setting
                ? Fixes.SetArgument(setting, NormalizeSetting.Target, "standard")
                : Fixes.InsertStepAfter(run.Source, data.Source!, run.Data.Vocabulary.IsEmpty ? "normalize standard target=standard" : "normalize none target=standard"));
    }
}
