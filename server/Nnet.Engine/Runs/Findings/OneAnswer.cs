using Nnet.Language.Findings;
using Nnet.Language.Training;

namespace Nnet.Engine.Runs.Findings;

/// <summary>The network answers the same class to everything.</summary>
internal sealed class OneAnswer : RunCheck
{
    private const double AlmostAll = 0.99;
    private const double Unequal = 0.7;

    /// <inheritdoc/>
    public override FindingKind Kind => RunFindings.OneAnswer;

    /// <inheritdoc/>
    protected override int Order => 140;

    /// <inheritdoc/>
    protected override bool IsSymptom => true;

    /// <inheritdoc/>
    protected override Finding? Look(RunState run)
    {
        var loss = (Loss)run.Spec.Loss!.Definition;
        // Whole numbers are values where the loss takes them as such.
        if (!run.IsOver || !run.IsGoingBadly || run.Epochs.Count < 3 || loss.Encoding == TargetEncoding.Values || run.Data.Target.Classes is not > 1 || run.Spec.Data!.TargetIsInput || run.Data.Train.TargetSize != 1)
        {
            return null;
        }
        var answers = run.CountAnswers();
        if (answers.Share < AlmostAll)
        {
            return null;
        }
        var counts = run.Targets.CountBy(target => (int)target).ToDictionary();
        var (most, share) = (counts.Keys.MaxBy(key => counts[key]), counts.Values.Max() / (double)run.Targets.Count);
        var saw = $"The network answers class {run.Data.Target.ClassNames.ElementAtOrDefault(answers.Class) ?? $"{answers.Class}"} to {Percent(answers.Share)} of the samples, and its loss is {Number(RunState.LossOf(run.Latest))} where guessing costs {Number(run.Constant)}. ";
        return answers.Class == most && share > Unequal && loss.ClassWeights is { } weights && !run.Spec.Loss.Has(weights)
            ? Found(run.Spec.Loss.Span, saw + $"{Percent(share)} of the samples are of that class, so always saying it is a cheap answer. Let the rare classes weigh more.", Fixes.SetArgument(run.Spec.Loss, weights, "balanced"))
            : Found(run.Spec.Model!.Output!.Origin.Span, saw + "It has learnt nothing of its inputs yet: look at the rate and the number of epochs, and at how inputs are scaled.");
    }
}
