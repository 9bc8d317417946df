using Nnet.Language.Data;
using Nnet.Language.Findings;

namespace Nnet.Engine.Runs.Findings;

/// <summary>Every sample to learn from has the same target.</summary>
internal sealed class ConstantTarget : RunCheck
{
    /// <inheritdoc/>
    public override FindingKind Kind => RunFindings.ConstantTarget;

    /// <inheritdoc/>
    protected override int Order => 10;

    /// <inheritdoc/>
    protected override Finding? Look(RunState run)
    {
        if (run.Epochs.Count == 0 || run.Spec.Data!.TargetIsInput || run.Targets.Count < 2 || run.Targets.Any(target => target != run.Targets[0]))
        {
            return null;
        }
        var line = run.Spec.Data.Find<TargetSetting>() ?? run.Spec.Data.Source!;
        return Found(line.Span,
            $"The target of all {run.Data.Train.Count:N0} samples to learn from is {Number(run.Data.TargetNormalization.Invert(run.Targets[0], 0))}: any network learns that answer, and nothing else. "
            + "Look which column the target is, and whether rows are sorted by it and parted without being shuffled.");
    }
}
