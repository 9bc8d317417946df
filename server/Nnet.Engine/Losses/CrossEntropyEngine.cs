using System.Numerics;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Activations;
using Nnet.Language.Training;
using Nnet.Language.Training.Losses;

namespace Nnet.Engine.Losses;

/// <summary>
/// Cross-entropy of the logits z: Σ a·log Σ eᶻ − Σ a·z, with gradient Σa·softmax(z) − a; the greatest logit is taken out of the sum first.
/// Plainly a is 1 for the class and 0 elsewhere; smoothed by ε among C classes of weights w, it is (1 − ε)·w for the class, and ε·w/C for all.
/// Along a sequence and over maps there is one class for each place, and the loss is the mean over all places.
/// </summary>
public sealed class CrossEntropyEngine : LossEngine<CrossEntropy>
{
    /// <inheritdoc/>
    public override Type Link => typeof(Softmax);

    /// <inheritdoc/>
    public override int TargetsPerSample(Shape output) => ClassAxis.Of(output).Answers;

    /// <inheritdoc/>
    public override void Check<T>(ReadOnlySpan<T> targets, Shape output) => ClassCosts.CheckClasses(targets, output, "cross_entropy");

    /// <inheritdoc/>
    public override LossBaseline Baseline(Call loss, TargetSample targets, int outputs)
    {
        var classes = outputs / targets.Width;
        var weights = ClassCosts.WeightsOf(loss.Get(CrossEntropy.Weights), classes) ?? [.. Enumerable.Repeat(1.0, classes)];
        var smoothing = loss.Get(CrossEntropy.LabelSmoothing);
        var amounts = weights.Select(weight => weight * smoothing / classes).ToArray();
        foreach (var group in targets.Values.Where(target => target >= 0 && target < classes).GroupBy(target => (int)target))
        {
            amounts[group.Key] += (1 - smoothing) * weights[group.Key] * group.Count() / targets.Values.Length;
        }
        return new(LossBaseline.Entropy(amounts), amounts.Sum() * Math.Log(classes));
    }

    /// <inheritdoc/>
    public override void Compile<T, V>(LossSite<T, V> site)
    {
        var axis = ClassAxis.Of(site.Shape);
        var amounts = Amounts<T>.Of(ClassCosts.WeightsOf(site.Get(CrossEntropy.Weights), axis.Classes), site.Get(CrossEntropy.LabelSmoothing), axis.Classes);
        if (site.Gradient is { } gradient)
        {
            site.Add(new CrossEntropyStep<T, V>(site.Aim, site.Values, gradient, axis, amounts, training: true), Modes.Training, [site.Values], [gradient]);
        }
        site.Add(new CrossEntropyStep<T, V>(site.Aim, site.Values, site.Outputs, axis, amounts, training: false), Modes.Evaluation, [site.Values], [site.Outputs]);
    }

    /// <summary>What a class counts: on its own samples, and on all.</summary>
    /// <param name="OfClass">The amount of each class where it is the true one, its share of all left out; null where it is 1 for every class.</param>
    /// <param name="OfAll">The amount of each class on every sample; null where nothing is smoothed.</param>
    /// <param name="Spread">The sum of the amounts that every sample has.</param>
    internal sealed record Amounts<T>(T[]? OfClass, T[]? OfAll, T Spread)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Amounts<T> Of(double[]? weights, double smoothing, int classes)
        {
            if (weights is null && smoothing == 0)
            {
                return new(null, null, T.Zero);
            }
            weights ??= [.. Enumerable.Repeat(1.0, classes)];
            return new(
                [.. weights.Select(weight => T.CreateChecked((1 - smoothing) * weight))],
                smoothing == 0 ? null : [.. weights.Select(weight => T.CreateChecked(smoothing * weight / classes))],
                T.CreateChecked(smoothing * weights.Average()));
        }
    }

    /// <summary>Writes probabilities, or in training the gradient.</summary>
    internal sealed unsafe class CrossEntropyStep<T, V>(Aim<T> aim, Slot<T> values, Slot<T> results, ClassAxis axis, Amounts<T> amounts, bool training) : Instruction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        public Aim<T> Aim => aim;

        public Slot<T> Values => values;

        public Slot<T> Results => results;

        public ClassAxis Axis => axis;

        public Amounts<T> Amounts => amounts;

        public bool Training => training;

        public override void Run(int from, int to)
        {
            var lanes = aim.Lanes;
            T* logSums = stackalloc T[2 * V.Count], shares = stackalloc T[2 * V.Count];
            var (step, answerStep) = ((nint)axis.Step * lanes, (nint)axis.AnswerStep * lanes);
            var part = T.One / T.CreateChecked(axis.Answers);
            for (var group = from; group < to; group++)
            {
                T* value = values.At(group), result = results.At(group), weights = aim.SampleWeights + (group * lanes);
                var target = aim.TargetsOf(group);
                var used = aim.LanesUsed(group);
                var loss = 0.0;
                for (var answer = 0; answer < axis.Answers; answer++, value += answerStep, result += answerStep)
                {
                    // What a sample counts in all: the sum of its amounts, times its share of the mean.
                    for (var lane = 0; lane < lanes; lane++)
                    {
                        var amount = amounts.OfClass is { } own && target != null && lane < used ? own[int.CreateTruncating(target[((nint)lane * aim.TargetStride) + answer])] + amounts.Spread : T.One;
                        shares[lane] = weights[lane] * part * amount;
                    }
                    for (var lane = 0; lane < lanes; lane += V.Count)
                    {
                        V.Store(SoftmaxKernel.Run<T, V>(value + lane, result + lane, step, axis.Classes, training ? V.Load(shares + lane) : V.Constant(1)), logSums + lane);
                    }
                    if (target == null)
                    {
                        continue;
                    }
                    for (var lane = 0; lane < used; lane++)
                    {
                        var index = int.CreateTruncating(target[((nint)lane * aim.TargetStride) + answer]);
                        var own = weights[lane] * part * (amounts.OfClass is { } ofClass ? ofClass[index] : T.One);
                        // All that belongs to the class is taken off together, so that nothing cancels where it is sure and right.
                        var above = logSums[lane] - value[(index * step) + lane];
                        loss += double.CreateChecked(own) * double.CreateChecked(above);
                        if (training)
                        {
                            result[(index * step) + lane] -= own;
                        }
                    }
                    if (amounts.OfAll is { } ofAll)
                    {
                        loss += Spread(value, result, weights, logSums, part, ofAll, step);
                    }
                }
                aim.Losses[group] = loss;
            }
        }

        // The part of the truth that every class has on every sample.
        private double Spread(T* value, T* result, T* weights, T* logSums, T part, T[] ofAll, nint step)
        {
            var loss = V.Zero;
            for (var lane = 0; lane < aim.Lanes; lane += V.Count)
            {
                var weight = V.Load(weights + lane) * V.Broadcast(part);
                var logSum = V.Load(logSums + lane);
                for (var c = 0; c < ofAll.Length; c++)
                {
                    var amount = weight * V.Broadcast(ofAll[c]);
                    var place = (c * step) + lane;
                    loss = V.Fma(amount, logSum - V.Load(value + place), loss);
                    if (training)
                    {
                        V.Store(V.Load(result + place) - amount, result + place);
                    }
                }
            }
            return double.CreateChecked(V.Sum(loss));
        }
    }
}
