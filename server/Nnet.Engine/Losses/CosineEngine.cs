using System.Numerics;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;
using Nnet.Language.Definitions;
using Nnet.Language.Training.Losses;

namespace Nnet.Engine.Losses;

/// <summary>1 − v·t/√(v²·t²) of the whole output of a sample; 1e-12 is added to both squares, as in PyTorch, so that a vector of zeros has a slope.</summary>
public sealed class CosineEngine : LossEngine<Cosine>
{
    /// <inheritdoc/>
    public override LossBaseline Baseline(Call loss, TargetSample targets, int outputs)
    {
        // Answering the mean direction; a first answer points anywhere.
        var width = targets.Width;
        var mean = new double[width];
        for (var sample = 0; sample < targets.Count; sample++)
        {
            var target = targets.Values.AsSpan(sample * width, width);
            var length = Math.Sqrt(Squares(target));
            for (var i = 0; i < width && length > 0; i++)
            {
                mean[i] += target[i] / length / targets.Count;
            }
        }
        return new(1 - Math.Sqrt(mean.Sum(value => value * value)), 1);

        static double Squares(ReadOnlySpan<float> values)
        {
            var sum = 0.0;
            foreach (var value in values)
            {
                sum += (double)value * value;
            }
            return sum;
        }
    }

    /// <inheritdoc/>
    public override void Compile<T, V>(LossSite<T, V> site)
    {
        var targets = site.TargetLanes();
        if (site.Gradient is { } gradient)
        {
            site.Add(new Step<T, V>(site.Aim, site.Values, targets, gradient, site.Features), Modes.Training, [site.Values, targets], [gradient]);
        }
        site.Add(new Step<T, V>(site.Aim, site.Values, targets, null, site.Features), Modes.Evaluation, [site.Values, targets], []);
    }

    internal sealed unsafe class Step<T, V>(Aim<T> aim, Slot<T> values, Slot<T> targets, Slot<T>? gradient, int features) : Instruction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        public Aim<T> Aim => aim;

        /// <summary>What is added to both squares.</summary>
        public const double Least = 1e-12;

        public Slot<T> Values => values;

        public Slot<T> Targets => targets;

        public Slot<T>? Gradient => gradient;

        public int Features => features;

        public override void Run(int from, int to)
        {
            var lanes = aim.Lanes;
            for (var group = from; group < to; group++)
            {
                var sum = V.Zero;
                for (var lane = 0; lane < lanes && aim.HasTargets; lane += V.Count)
                {
                    T* value = values.At(group) + lane, target = targets.At(group) + lane;
                    V product = V.Zero, squares = V.Constant(Least), wanted = V.Constant(Least);
                    for (var i = 0; i < features; i++)
                    {
                        var (v, t) = (V.Load(value + (i * lanes)), V.Load(target + (i * lanes)));
                        product = V.Fma(v, t, product);
                        squares = V.Fma(v, v, squares);
                        wanted = V.Fma(t, t, wanted);
                    }
                    var weight = V.Load(aim.SampleWeights + (group * lanes) + lane);
                    var inverse = V.Constant(1) / V.Sqrt(squares * wanted);
                    sum = V.Fma(V.Constant(1) - (product * inverse), weight, sum);
                    if (gradient is not null)
                    {
                        var slope = gradient.At(group) + lane;
                        // −t/√(v²t²) + cos·v/v²
                        var (ofTarget, ofValue) = (-(weight * inverse), weight * product * inverse / squares);
                        for (var i = 0; i < features; i++)
                        {
                            V.Store(V.Fma(ofTarget, V.Load(target + (i * lanes)), ofValue * V.Load(value + (i * lanes))), slope + (i * lanes));
                        }
                    }
                }
                aim.Losses[group] = double.CreateChecked(V.Sum(sum));
            }
        }
    }
}
