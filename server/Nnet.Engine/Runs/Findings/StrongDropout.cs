using Nnet.Language.Findings;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Regularization;

namespace Nnet.Engine.Runs.Findings;

/// <summary>So much is dropped that too little comes through to learn from.</summary>
internal sealed class StrongDropout : RunCheck
{
    private const double Strong = 0.6;
    private const double Enough = 0.7;

    /// <summary>The layer that drops most, if that is too much; it makes first losses high and units look dead, too.</summary>
    public static Node? In(RunState run)
        => run.Spec.Model!.Nodes.Where(node => node.Layer is Dropping && node.Call.Get(Dropping.Rate) > Strong).MaxBy(node => node.Call.Get(Dropping.Rate));

    /// <inheritdoc/>
    public override FindingKind Kind => RunFindings.StrongDropout;

    /// <inheritdoc/>
    protected override int Order => 25;

    /// <inheritdoc/>
    protected override Finding? Look(RunState run)
    {
        if (run.Epochs.Count < 3 || !(run.IsOver ? run.Progress < Enough : run.IsGoingBadly))
        {
            return null;
        }
        return In(run) is not { } dropout ? null : Found(dropout.Origin.Span,
            $"{Percent(dropout.Call.Get(Dropping.Rate))} of the values are dropped in every step, and after {run.Epochs.Count} epochs the loss is {Number(RunState.LossOf(run.Latest))} where guessing costs {Number(run.Constant)}: too little comes through to learn from. Drop 20% to 50%.",
            Fixes.SetArgument(dropout.Call, Dropping.Rate, "30%"));
    }
}
