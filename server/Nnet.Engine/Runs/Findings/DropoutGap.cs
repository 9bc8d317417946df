using System.Collections.Immutable;
using Nnet.Language.Findings;
using Nnet.Language.Layers.Regularization;

namespace Nnet.Engine.Runs.Findings;

/// <summary>The training loss lies above the validation loss, since dropout makes the task harder while training alone.</summary>
internal sealed class DropoutGap : RunCheck
{
    // The gap, as a share of the validation loss and of what guessing costs: less is nothing to wonder about.
    private const double Wide = 0.15;
    private const double Visible = 0.04;

    private const int Epochs = 5;

    /// <inheritdoc/>
    public override FindingKind Kind => RunFindings.DropoutGap;

    /// <inheritdoc/>
    protected override int Order => 180;

    /// <inheritdoc/>
    protected override ImmutableArray<Type> Causes => [typeof(StrongDropout)];

    /// <inheritdoc/>
    protected override Finding? Look(RunState run)
    {
        if (!run.IsOver || run.Epochs.Count < Epochs || run.Kept is not { Validation: { } validation } kept || !(run.Progress > 0))
        {
            return null;
        }
        var dropout = run.Spec.Model!.Nodes.Where(node => node.Layer is Dropping && node.Call.Get(Dropping.Rate) > 0).MaxBy(node => node.Call.Get(Dropping.Rate));
        var (train, watched) = (kept.Train["loss"], validation["loss"]);
        if (dropout is null || !(train - watched > Math.Max(Wide * watched, Visible * run.Constant)))
        {
            return null;
        }
        // People wonder about curves that lie the wrong way round for long, and the cause is sure where the gap goes without dropout.
        var later = run.Epochs.Skip(run.Epochs.Count / 2).ToArray();
        if (later.Count(epoch => epoch.Train["loss"] > epoch.Validation!["loss"]) < 0.9 * later.Length)
        {
            return null;
        }
        var without = run.MeasureTrain();
        if (!(without < watched + ((train - watched) / 3)))
        {
            return null;
        }
        return Found(dropout.Origin.Here.Span,
            $"In epoch {kept.Epoch} the training loss is {Number(train)} and the validation loss {Number(watched)}, which looks the wrong way round. Nothing is wrong: {Percent(dropout.Call.Get(Dropping.Rate))} of the values are dropped while training, and none while validating. "
            + $"Without dropout the same network has a loss of {Number(without)} on the training part; compare that one with the validation loss.");
    }
}
