using Nnet.Language.Findings;

namespace Nnet.Engine.Runs.Findings;

/// <summary>A loss or a value is infinite or no number; the run stops and its last good weights are kept.</summary>
internal sealed class NotANumber : RunCheck
{
    /// <inheritdoc/>
    public override FindingKind Kind => RunFindings.NotANumber;

    /// <inheritdoc/>
    protected override int Order => 0;

    /// <inheritdoc/>
    protected override Finding? Look(RunState run)
    {
        if (run.Breakdown is not { } place)
        {
            return null;
        }
        var node = place.Node is { } id ? run.Spec.Model!.Nodes[id] : null;
        var where = node is null || place.Value == "loss" ? "the loss" : $"the {place.Value} of {node.Name} (line {node.Origin.LineIn(run.Source) + 1})";
        var saw = $"In step {place.Step + 1:N0} (epoch {place.Epoch}) {where} was the first to be infinite or no number; the run was stopped, and the last good weights are kept. ";
        if (InputsAreUnscaled(run))
        {
            return Found(run.Spec.Data!.Source!.Span, saw + $"Inputs reach {Number(run.LargestInput)} and are not normalised: products of such numbers and weights soon leave what a number can hold. Normalise them.", Normalize(run), LowerRate(run));
        }
        if (place.Step == 0 && node is not null && !RateIsUnusual(run))
        {
            return Found(node.Origin.Span, saw + "No weight had been changed yet, so the rate is not to blame: look at what this layer is fed with and how it starts.");
        }
        return Found(OptimizerLine(run), saw + $"Each step at lr={Number(LearningRate(run))} went further than the one before. Take a lower rate.", LowerRate(run));
    }
}
