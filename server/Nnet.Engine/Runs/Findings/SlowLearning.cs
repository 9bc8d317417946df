using Nnet.Engine.Runs.Events;
using Nnet.Language.Findings;
using Nnet.Language.Training;
using Nnet.Language.Training.Settings;

namespace Nnet.Engine.Runs.Findings;

/// <summary>The loss falls so slowly that the epochs do not suffice: the rate is too low.</summary>
internal sealed class SlowLearning : RunCheck
{
    // Of a layer's weights, in a step. Healthy steps change them by about a thousandth.
    private const double Small = 3e-4;

    // Of a layer's weights, in all steps together, if all went the same way.
    private const double SmallInAll = 0.2;

    // Steps in an epoch; fewer of them because of a large batch are few in all.
    private const int FewSteps = 4;

    // Of all gradients together, as far as lines tell.
    private static double Length(EpochDone epoch) => Math.Sqrt(epoch.Layers.Sum(layer => layer.GradientNorm * layer.GradientNorm));

    // Every fifth of the run is better than the one before.
    private static bool FallsSteadily(RunState run)
    {
        var part = Math.Max(1, run.Epochs.Count / 5);
        var means = run.Epochs.Select(epoch => epoch.Train["loss"]).Chunk(part).Select(chunk => chunk.Average()).ToArray();
        return means.Zip(means.Skip(1)).All(pair => pair.Second < pair.First);
    }

    /// <inheritdoc/>
    public override FindingKind Kind => RunFindings.SlowLearning;

    /// <inheritdoc/>
    protected override int Order => 90;

    /// <inheritdoc/>
    protected override bool IsSymptom => true;

    /// <inheritdoc/>
    protected override Finding? Look(RunState run)
    {
        if (!run.IsOver || !run.IsGoingBadly || run.Epochs.Count < 3 || !FallsSteadily(run))
        {
            return null;
        }
        // Where the weights change by so little in a step, all steps together cannot bring them anywhere.
        var largest = run.Epochs.Max(epoch => epoch.Layers.Max(layer => layer.UpdateShare ?? double.PositiveInfinity));
        var usual = ((Optimizer)run.Spec.Optimizer!.Definition).UsualRates.High;
        var steps = (long)run.StepsPerEpoch * run.Epochs.Count;
        if ((largest > Small && largest * steps > SmallInAll) || LearningRate(run) >= usual / 3)
        {
            return null;
        }
        var fell = $"In {run.Epochs.Count} epochs the loss fell from {Number(run.Epochs[0].Train["loss"])} to {Number(run.Latest.Train["loss"])} and would fall on: ";
        if (run.Spec.ClipNorm is { } norm && run.Spec.Find<ClipSetting>() is { } clip && run.Epochs.All(epoch => Length(epoch) > 0.98 * norm))
        {
            return Found(clip.Span, fell + $"every gradient is cut to a length of {Number(norm)}, so that a step changes no layer by more than {Number(largest * 100)}% of its weights. Let norm be 1, which cuts only what explodes.",
                Fixes.SetArgument(clip, ClipSetting.Norm, "1"));
        }
        if (largest > Small && run.StepsPerEpoch <= FewSteps && run.Spec.Find<BatchSetting>() is { } batch && run.Data.Train.Count > 2 * FewSteps * BatchSetting.DefaultSize)
        {
            return Found(batch.Span,
                fell + $"with {run.Spec.Batch:N0} of {run.Data.Train.Count:N0} samples in a batch an epoch has {run.StepsPerEpoch} {(run.StepsPerEpoch == 1 ? "step" : "steps")}, and the whole run {steps:N0}. Take a smaller batch, which takes more steps for the same work.",
                Fixes.SetArgument(batch, BatchSetting.Size, $"{BatchSetting.DefaultSize}"));
        }
        return Found(OptimizerLine(run),
            fell + $"a step at lr={Number(LearningRate(run))} changes no layer by more than {Number(largest * 100)}% of its weights. Take a higher rate.",
            ChangeRate(run, largest < Small / 10 ? 100 : 10));
    }
}
