using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Training.Settings;

namespace Nnet.Engine.Runs.Findings;

/// <summary>A penalty holds the weights so near to zero that nothing is learnt.</summary>
internal sealed class StrongPenalty : RunCheck
{
    // Of the norm at the start: training alone rarely makes weights smaller.
    private const double Least = 0.5;

    private static (Call Call, Argument<double> Argument)? Penalty(RunState run)
    {
        if (run.Spec.Find<RegularizeSetting>() is { } regularize && Math.Max(regularize.Get(RegularizeSetting.L1), regularize.Get(RegularizeSetting.L2)) > 0)
        {
            return (regularize, regularize.Get(RegularizeSetting.L1) > regularize.Get(RegularizeSetting.L2) ? RegularizeSetting.L1 : RegularizeSetting.L2);
        }
        var optimizer = run.Spec.Optimizer!;
        return optimizer.Definition.Arguments.OfType<Argument<double>>().FirstOrDefault(argument => argument.Name == "weight_decay") is { } decay && optimizer.Get(decay) > 0 ? (optimizer, decay) : null;
    }

    /// <inheritdoc/>
    public override FindingKind Kind => RunFindings.StrongPenalty;

    /// <inheritdoc/>
    protected override int Order => 80;

    /// <inheritdoc/>
    protected override bool IsSymptom => true;

    /// <inheritdoc/>
    protected override Finding? Look(RunState run)
    {
        if (run.Epochs.Count < 2 || !run.IsGoingBadly || Penalty(run) is not var (call, argument))
        {
            return null;
        }
        var shrunk = Enumerable.Range(0, run.Lines.Count).Where(i => run.Latest.Layers[i].WeightNorm < Least * run.FirstWeightNorms[i]).ToArray();
        if (shrunk.Length * 2 < run.Lines.Count)
        {
            return null;
        }
        var i = shrunk.MinBy(i => run.Latest.Layers[i].WeightNorm / run.FirstWeightNorms[i]);
        var strength = call.Get(argument);
        return Found(call.Span,
            $"The weights of {run.Lines[i].Node.Name} have shrunk from norm {Number(run.FirstWeightNorms[i])} to {Number(run.Latest.Layers[i].WeightNorm!.Value)}, and the loss is {Number(RunState.LossOf(run.Latest))} where guessing costs {Number(run.Constant)}: "
            + $"{argument.Name}={Number(strength)} pulls harder towards zero than the data pulls away. Take a hundredth of it.",
            Fixes.SetArgument(call, argument, Number(strength / 100)));
    }
}
