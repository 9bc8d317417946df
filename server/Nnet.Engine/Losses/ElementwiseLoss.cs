using System.Numerics;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;

namespace Nnet.Engine.Losses;

/// <summary>The mathematics of a loss that compares output by output.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">Register.</typeparam>
public interface IElementwiseLoss<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    /// <summary>Loss of one output.</summary>
    V Value(V value, V target);

    /// <summary>Its derivative by the output.</summary>
    V Slope(V value, V target);

    /// <summary>What the user sees as the output.</summary>
    V Output(V value);
}

/// <summary>The mean over samples and outputs of a loss that compares output by output.</summary>
internal static class ElementwiseLoss
{
    public static void Compile<T, V, TLoss>(LossSite<T, V> site, TLoss function)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        where TLoss : struct, IElementwiseLoss<T, V>
    {
        var targets = site.TargetLanes();
        if (site.Gradient is { } gradient)
        {
            site.Add(new Train<T, V, TLoss>(site.Aim, site.Values, targets, gradient, site.Features, function), Modes.Training, [site.Values, targets], [gradient]);
        }
        site.Add(new Evaluate<T, V, TLoss>(site.Aim, site.Values, targets, site.Outputs, site.Features, function), Modes.Evaluation, [site.Values, targets], [site.Outputs]);
    }

    internal sealed unsafe class Train<T, V, TLoss>(Aim<T> aim, Slot<T> values, Slot<T> targets, Slot<T> gradient, int features, TLoss function) : Instruction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        where TLoss : struct, IElementwiseLoss<T, V>
    {
        public Aim<T> Aim => aim;

        public Slot<T> Values => values;

        public Slot<T> Targets => targets;

        public Slot<T> Gradient => gradient;

        public int Features => features;

        public TLoss Function => function;

        public override void Run(int from, int to)
        {
            var share = V.Constant(1.0 / features);
            for (var group = from; group < to; group++)
            {
                T* value = values.At(group), target = targets.At(group), slope = gradient.At(group);
                var sum = V.Zero;
                for (var lane = 0; lane < aim.Lanes; lane += V.Count)
                {
                    var weight = V.Load(aim.SampleWeights + (group * aim.Lanes) + lane) * share;
                    for (var i = lane; i < features * aim.Lanes; i += aim.Lanes)
                    {
                        var (v, t) = (V.Load(value + i), V.Load(target + i));
                        sum = V.Fma(function.Value(v, t), weight, sum);
                        V.Store(function.Slope(v, t) * weight, slope + i);
                    }
                }
                aim.Losses[group] = double.CreateChecked(V.Sum(sum));
            }
        }
    }

    internal sealed unsafe class Evaluate<T, V, TLoss>(Aim<T> aim, Slot<T> values, Slot<T> targets, Slot<T> outputs, int features, TLoss function) : Instruction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        where TLoss : struct, IElementwiseLoss<T, V>
    {
        public Aim<T> Aim => aim;

        public Slot<T> Values => values;

        public Slot<T> Targets => targets;

        public Slot<T> Outputs => outputs;

        public int Features => features;

        public TLoss Function => function;

        public override void Run(int from, int to)
        {
            var share = V.Constant(1.0 / features);
            for (var group = from; group < to; group++)
            {
                T* value = values.At(group), target = targets.At(group), output = outputs.At(group);
                var sum = V.Zero;
                for (var lane = 0; lane < aim.Lanes; lane += V.Count)
                {
                    var weight = V.Load(aim.SampleWeights + (group * aim.Lanes) + lane) * share;
                    for (var i = lane; i < features * aim.Lanes; i += aim.Lanes)
                    {
                        var v = V.Load(value + i);
                        if (aim.HasTargets)
                        {
                            sum = V.Fma(function.Value(v, V.Load(target + i)), weight, sum);
                        }
                        V.Store(function.Output(v), output + i);
                    }
                }
                aim.Losses[group] = double.CreateChecked(V.Sum(sum));
            }
        }
    }
}
