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

/// <summary>Σ t·(log t − z + log Σ eᶻ) of the logits z, with gradient (Σt)·softmax(z) − t; a share of zero costs nothing. Along a sequence and over maps, the mean over all places.</summary>
public sealed class KlDivergenceEngine : LossEngine<KlDivergence>
{
    /// <inheritdoc/>
    public override Type Link => typeof(Softmax);

    /// <inheritdoc/>
    public override void Check<T>(ReadOnlySpan<T> targets, Shape output)
    {
        foreach (var target in targets)
        {
            if (!(target >= T.Zero && target <= T.One))
            {
                throw new ArgumentException($"kl_divergence got {target} as a share, but shares go from 0 to 1.");
            }
        }
    }

    /// <inheritdoc/>
    public override LossBaseline Baseline(Call loss, TargetSample targets, int outputs)
    {
        var known = targets.Values.Sum(share => LossBaseline.Surprise(share)) / targets.Count;
        var means = Enumerable.Range(0, targets.Width).Select(output => Enumerable.Range(0, targets.Count).Average(sample => (double)targets.Values[(sample * targets.Width) + output])).ToArray();
        return new(LossBaseline.Entropy(means) - known, (means.Sum() * Math.Log(targets.Width)) - known);
    }

    /// <inheritdoc/>
    public override void Compile<T, V>(LossSite<T, V> site)
    {
        var targets = site.TargetLanes();
        if (site.Gradient is { } gradient)
        {
            site.Add(new Step<T, V>(site.Aim, site.Values, targets, gradient, ClassAxis.Of(site.Shape), training: true), Modes.Training, [site.Values, targets], [gradient]);
        }
        site.Add(new Step<T, V>(site.Aim, site.Values, targets, site.Outputs, ClassAxis.Of(site.Shape), training: false), Modes.Evaluation, [site.Values, targets], [site.Outputs]);
    }

    /// <summary>Writes probabilities, or in training the gradient.</summary>
    internal sealed unsafe class Step<T, V>(Aim<T> aim, Slot<T> values, Slot<T> targets, Slot<T> results, ClassAxis axis, bool training) : Instruction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        public Aim<T> Aim => aim;

        public Slot<T> Values => values;

        public Slot<T> Targets => targets;

        public Slot<T> Results => results;

        public ClassAxis Axis => axis;

        public bool Training => training;

        public override void Run(int from, int to)
        {
            var lanes = aim.Lanes;
            var (step, answerStep) = ((nint)axis.Step * lanes, (nint)axis.AnswerStep * lanes);
            var part = V.Constant(1.0 / axis.Answers);
            for (var group = from; group < to; group++)
            {
                var loss = V.Zero;
                for (var answer = 0; answer < axis.Answers; answer++)
                {
                    for (var lane = 0; lane < lanes; lane += V.Count)
                    {
                        var place = (answer * answerStep) + lane;
                        T* value = values.At(group) + place, target = targets.At(group) + place, result = results.At(group) + place;
                        V shares = V.Zero, cost = V.Zero;
                        for (var i = 0; i < axis.Classes && aim.HasTargets; i++)
                        {
                            var (t, z) = (V.Load(target + (i * step)), V.Load(value + (i * step)));
                            shares += t;
                            cost += t * (V.Select(V.Greater(t, V.Zero), V.Log(t), V.Zero) - z);
                        }
                        var weight = V.Load(aim.SampleWeights + (group * lanes) + lane) * part;
                        var logSum = SoftmaxKernel.Run<T, V>(value, result, step, axis.Classes, training ? weight * shares : V.Constant(1));
                        loss = V.Fma(weight, V.Fma(shares, logSum, cost), loss);
                        for (var i = 0; i < axis.Classes && training; i++)
                        {
                            V.Store(V.Load(result + (i * step)) - (weight * V.Load(target + (i * step))), result + (i * step));
                        }
                    }
                }
                aim.Losses[group] = double.CreateChecked(V.Sum(loss));
            }
        }
    }
}
