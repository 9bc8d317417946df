using System.Collections.Immutable;
using Nnet.Language.Data;
using Nnet.Language.Findings;

namespace Nnet.Engine.Runs.Findings;

/// <summary>The test part goes far worse than the validation part.</summary>
internal sealed class TestDiffers : RunCheck
{
    /// <inheritdoc/>
    public override FindingKind Kind => RunFindings.TestDiffers;

    /// <inheritdoc/>
    protected override int Order => 170;

    /// <inheritdoc/>
    protected override ImmutableArray<Type> Causes => [typeof(UnseenClass)];

    /// <inheritdoc/>
    protected override Finding? Look(RunState run)
    {
        if (!run.IsOver || run.Test is not { } test || run.Data.Validation is not { } validation || run.Kept is not { } best)
        {
            return null;
        }
        string saw;
        if (best.Validation!.TryGetValue("accuracy", out var watched) && test.TryGetValue("accuracy", out var tested))
        {
            // What chance alone makes of two parts of these sizes, four times over: the best epoch was chosen by one of them.
            var (n, m) = (validation.Count, run.Data.Test!.Count);
            var together = ((watched * n) + (tested * m)) / (n + m);
            var chance = Math.Sqrt(together * (1 - together) * ((1.0 / n) + (1.0 / m)));
            if (!(watched - tested > Math.Max(0.1, 4 * chance)))
            {
                return null;
            }
            saw = $"Accuracy is {Percent(watched)} on the validation part, but {Percent(tested)} on the test part, more than chance explains. ";
        }
        else
        {
            var (lowest, loss) = (best.Validation["loss"], test["loss"]);
            if (!(lowest < run.Constant / 2) || !(loss - lowest > run.Constant / 2))
            {
                return null;
            }
            saw = $"The loss is {Number(lowest)} on the validation part, but {Number(loss)} on the test part, where guessing costs about {Number(run.Constant)}. ";
        }
        var split = run.Spec.Data!.Find<SplitSetting>();
        return split is not null && !split.Get(SplitSetting.Shuffle)
            ? Found(split.Span, saw + "The parts are taken in the order of the rows, and the last rows are unlike the first. Shuffle them, unless the order is time.", Fixes.SetArgument(split, SplitSetting.Shuffle, "true"))
            : Found((split ?? run.Spec.Data.Source!).Span, saw + "Its samples are of another kind than those that were learnt and watched. Look at where they come from.");
    }
}
