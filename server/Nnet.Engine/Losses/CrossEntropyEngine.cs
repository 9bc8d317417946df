using System.Numerics;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Activations;
using Nnet.Language.Training;
using Nnet.Language.Training.Losses;

namespace Nnet.Engine.Losses;

/// <summary>
/// Cross-entropy of the logits z: log Σ eᶻ − z[class], with gradient softmax(z) − 1[class]; the greatest logit is taken out of the sum first.
/// Along a sequence and over maps there is one class for each place, and the loss is the mean over all places.
/// </summary>
public sealed class CrossEntropyEngine : LossEngine<CrossEntropy>
{
    /// <inheritdoc/>
    public override Type Link => typeof(Softmax);

    /// <inheritdoc/>
    public override int TargetsPerSample(Shape output) => ClassAxis.Of(output).Answers;

    /// <inheritdoc/>
    public override void Check<T>(ReadOnlySpan<T> targets, Shape output)
    {
        var outputs = ClassAxis.Of(output).Classes;
        var classes = T.CreateChecked(outputs);
        foreach (var target in targets)
        {
            if (!(target >= T.Zero && target < classes && T.IsInteger(target)))
            {
                throw new ArgumentException($"cross_entropy got {target} as a class, but the model has {outputs} outputs{(output.Rank > 1 ? " at every place" : "")}, which stand for the classes 0 to {outputs - 1}.");
            }
        }
    }

    /// <inheritdoc/>
    public override void Compile<T, V>(LossSite<T, V> site)
    {
        if (site.Gradient is { } gradient)
        {
            site.Add(new CrossEntropyStep<T, V>(site.Batch, site.Values, gradient, ClassAxis.Of(site.Shape), training: true), Modes.Training, [site.Values], [gradient]);
        }
        site.Add(new CrossEntropyStep<T, V>(site.Batch, site.Values, site.Outputs, ClassAxis.Of(site.Shape), training: false), Modes.Evaluation, [site.Values], [site.Outputs]);
    }

    /// <summary>Writes probabilities, or in training the gradient.</summary>
    private sealed unsafe class CrossEntropyStep<T, V>(Batch<T> batch, Slot<T> values, Slot<T> results, ClassAxis axis, bool training) : Instruction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        public override void Run(int from, int to)
        {
            var lanes = batch.Lanes;
            var logSums = stackalloc T[2 * V.Count];
            var (step, answerStep) = ((nint)axis.Step * lanes, (nint)axis.AnswerStep * lanes);
            var share = T.One / T.CreateChecked(axis.Answers);
            for (var group = from; group < to; group++)
            {
                T* value = values.At(group), result = results.At(group), weights = batch.SampleWeights + (group * lanes);
                var target = batch.Targets == null ? null : batch.Targets + ((nint)group * lanes * axis.Answers);
                var loss = 0.0;
                for (var answer = 0; answer < axis.Answers; answer++, value += answerStep, result += answerStep)
                {
                    for (var lane = 0; lane < lanes; lane += V.Count)
                    {
                        var weight = training ? V.Load(weights + lane) * V.Broadcast(share) : V.Constant(1);
                        V.Store(SoftmaxKernel.Run<T, V>(value + lane, result + lane, step, axis.Classes, weight), logSums + lane);
                    }
                    if (target == null)
                    {
                        continue;
                    }
                    for (var lane = 0; lane < batch.LanesUsed(group); lane++)
                    {
                        var index = (int.CreateTruncating(target[((nint)lane * axis.Answers) + answer]) * step) + lane;
                        loss += double.CreateChecked(weights[lane]) * double.CreateChecked(logSums[lane] - value[index]);
                        if (training)
                        {
                            result[index] -= weights[lane] * share;
                        }
                    }
                }
                batch.Losses[group] = loss / axis.Answers;
            }
        }
    }
}
