using System.Numerics;
using Nnet.Engine.Compilation;
using Nnet.Engine.Data;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;
using Nnet.Language.Definitions;
using Nnet.Language.Layers.Activations;
using Nnet.Language.Training.Losses;

namespace Nnet.Engine.Losses;

/// <summary>Cross-entropy of the logits z: log Σ eᶻ − z[class], with gradient softmax(z) − 1[class]; the greatest logit is taken out of the sum first.</summary>
public sealed class CrossEntropyEngine : LossEngine<CrossEntropy>
{
    /// <inheritdoc/>
    public override Type Link => typeof(Softmax);

    /// <inheritdoc/>
    public override int TargetsPerSample(int outputs) => 1;

    /// <inheritdoc/>
    public override void Check<T>(ReadOnlySpan<T> targets, int outputs)
    {
        var classes = T.CreateChecked(outputs);
        foreach (var target in targets)
        {
            if (!(target >= T.Zero && target < classes && T.IsInteger(target)))
            {
                throw new ArgumentException($"cross_entropy got {target} as a class, but the model has {outputs} outputs, which stand for the classes 0 to {outputs - 1}.");
            }
        }
    }

    /// <inheritdoc/>
    public override LossBaseline Baseline(Call loss, Part part, int outputs)
    {
        var classes = outputs / part.TargetSize;
        var weights = ClassCosts.WeightsOf(loss.Get(CrossEntropy.Weights), classes) ?? [.. Enumerable.Repeat(1.0, classes)];
        var smoothing = loss.Get(CrossEntropy.LabelSmoothing);
        var amounts = weights.Select(weight => weight * smoothing / classes).ToArray();
        foreach (var group in part.Targets.Where(target => target >= 0 && target < classes).GroupBy(target => (int)target))
        {
            amounts[group.Key] += (1 - smoothing) * weights[group.Key] * group.Count() / part.Targets.Length;
        }
        return new(LossBaseline.Entropy(amounts), amounts.Sum() * Math.Log(classes));
    }

    /// <inheritdoc/>
    public override void Compile<T, V>(LossSite<T, V> site)
    {
        if (site.Gradient is { } gradient)
        {
            site.Add(new CrossEntropyStep<T, V>(site.Batch, site.Values, gradient, site.Features, training: true), Modes.Training, [site.Values], [gradient]);
        }
        site.Add(new CrossEntropyStep<T, V>(site.Batch, site.Values, site.Outputs, site.Features, training: false), Modes.Evaluation, [site.Values], [site.Outputs]);
    }

    /// <summary>Writes probabilities, or in training the gradient.</summary>
    private sealed unsafe class CrossEntropyStep<T, V>(Batch<T> batch, Slot<T> values, Slot<T> results, int classes, bool training) : Instruction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        public override void Run(int from, int to)
        {
            var lanes = batch.Lanes;
            var logSums = stackalloc T[2 * V.Count];
            for (var group = from; group < to; group++)
            {
                T* value = values.At(group), result = results.At(group), weights = batch.SampleWeights + (group * lanes);
                for (var lane = 0; lane < lanes; lane += V.Count)
                {
                    var weight = training ? V.Load(weights + lane) : V.Constant(1);
                    V.Store(SoftmaxKernel.Run<T, V>(value + lane, result + lane, lanes, classes, weight), logSums + lane);
                }
                var loss = 0.0;
                if (batch.Targets != null)
                {
                    var targets = batch.Targets + (group * lanes);
                    for (var lane = 0; lane < batch.LanesUsed(group); lane++)
                    {
                        var index = (int.CreateTruncating(targets[lane]) * lanes) + lane;
                        loss += double.CreateChecked(weights[lane]) * double.CreateChecked(logSums[lane] - value[index]);
                        if (training)
                        {
                            result[index] -= weights[lane];
                        }
                    }
                }
                batch.Losses[group] = loss;
            }
        }
    }
}
