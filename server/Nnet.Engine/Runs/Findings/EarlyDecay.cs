using Nnet.Language.Findings;
using Nnet.Language.Training.Settings;

namespace Nnet.Engine.Runs.Findings;

/// <summary>The schedule has taken the rate away before there was time to learn.</summary>
internal sealed class EarlyDecay : RunCheck
{
    private const double Rest = 0.01;
    private const double Enough = 0.7;

    /// <inheritdoc/>
    public override FindingKind Kind => RunFindings.EarlyDecay;

    /// <inheritdoc/>
    protected override int Order => 88;

    /// <inheritdoc/>
    protected override bool IsSymptom => true;

    /// <inheritdoc/>
    protected override Finding? Look(RunState run)
    {
        if (!run.IsOver || run.Epochs.Count < 5 || !(run.Progress < Enough) || run.Spec.Find<ScheduleSetting>() is not { } schedule)
        {
            return null;
        }
        var top = run.Epochs.Max(epoch => epoch.LearningRate);
        var last = run.Epochs.LastOrDefault(epoch => epoch.LearningRate >= Rest * top)?.Epoch ?? run.Epochs.Count;
        if (last > run.Epochs.Count / 2)
        {
            return null;
        }
        return Found(schedule.Span,
            $"Since epoch {last + 1} of {run.Epochs.Count} the rate is below a hundredth of its highest, {Number(top)}, and little is learnt with it: the loss was {Number(RunState.LossOf(run.Epochs[last - 1]))} then and is {Number(RunState.LossOf(run.Latest))} now, where guessing costs {Number(run.Constant)}. "
            + "Lower the rate more slowly, or later.");
    }
}
