using System.Collections.Immutable;
using Nnet.Language.Findings;

namespace Nnet.Engine.Runs.Findings;

/// <summary>The loss rises far above its best and is worse than a constant answer.</summary>
internal sealed class Diverging : RunCheck
{
    private const int FewEpochs = 3;
    private const int ManyEpochs = 10;

    /// <inheritdoc/>
    public override FindingKind Kind => RunFindings.Diverging;

    /// <inheritdoc/>
    protected override int Order => 40;

    /// <inheritdoc/>
    protected override ImmutableArray<Type> Causes => [typeof(Saturated), typeof(UnscaledTarget)];

    /// <inheritdoc/>
    protected override Finding? Look(RunState run)
    {
        if (run.Epochs.Count == 0 || run.Breakdown is not null)
        {
            return null;
        }
        // The loss before the first step is the first value to compare with: a rate that is far too high ruins the first epoch.
        var start = Math.Max(run.FirstLoss, run.Constant);
        var lowest = run.BestTrain!.Train["loss"];
        var (best, at) = lowest < start ? (lowest, run.BestTrain.Epoch) : (start, 0);
        var loss = run.Latest.Train["loss"];
        // A single epoch may jump and come back; several in a row, or a jump to the sky, do not.
        var several = Math.Clamp(run.Spec.Epochs / 20, FewEpochs, ManyEpochs);
        var stays = run.Epochs.Count >= several && run.Epochs.TakeLast(several).All(epoch => epoch.Train["loss"] > 3 * best && epoch.Train["loss"] > run.Constant);
        if (!stays && !(loss > 30 * start))
        {
            return null;
        }
        var saw = $"The loss rose to {Number(loss)}, {Number(loss / best)} times its {(at == 0 ? "value at the start" : $"best (epoch {at})")} of {Number(best)}, and guessing would cost {Number(run.Constant)}. ";
        return InputsAreUnscaled(run)
            ? Found(run.Spec.Data!.Source!.Span, saw + $"Inputs reach {Number(run.LargestInput)} and are not normalised, so a step at lr={Number(LearningRate(run))} changes the outputs far too much. Normalise them, or take a lower rate.", Normalize(run), LowerRate(run))
            : Found(OptimizerLine(run), saw + $"Steps at lr={Number(LearningRate(run))} are too long: each jumps over the valley. Take a lower rate.", LowerRate(run));
    }
}
