using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Kernels;
using Nnet.Language.Definitions;
using Nnet.Language.Layers.Activations;
using Nnet.Language.Training.Losses;

namespace Nnet.Engine.Losses;

/// <summary>
/// Binary cross-entropy of the logit z: softplus(z) − t·z, with slope σ(z) − t. Neither tail overflows or rounds to log 0.
/// With weights it is a·softplus(z) − b·z, b being the weight of yes times t, and a − b that of no times 1 − t.
/// </summary>
public sealed class BinaryCrossEntropyEngine : LossEngine<BinaryCrossEntropy>
{
    /// <inheritdoc/>
    public override Type Link => typeof(Sigmoid);

    /// <inheritdoc/>
    public override LossBaseline Baseline(Call loss, TargetSample targets, int outputs)
    {
        var weights = ClassCosts.WeightsOf(loss.Get(BinaryCrossEntropy.Weights), 2) ?? [1, 1];
        var smoothing = loss.Get(BinaryCrossEntropy.LabelSmoothing);
        return new(LossBaseline.PerOutput(targets, values => LossBaseline.Entropy(Amounts(values))), Math.Log(2) * LossBaseline.PerOutput(targets, values => Amounts(values).Sum()));

        double[] Amounts(float[] values) => ((1 - smoothing) * values.Average()) + (smoothing / 2) is var yes ? [weights[0] * (1 - yes), weights[1] * yes] : [];
    }

    /// <inheritdoc/>
    public override void Compile<T, V>(LossSite<T, V> site)
    {
        var weights = ClassCosts.WeightsOf(site.Get(BinaryCrossEntropy.Weights), 2);
        var smoothing = site.Get(BinaryCrossEntropy.LabelSmoothing);
        if (weights is null && smoothing == 0)
        {
            ElementwiseLoss.Compile(site, default(Plain<T, V>));
        }
        else
        {
            ElementwiseLoss.Compile(site, new Weighted<T, V>(weights?[0] ?? 1, weights?[1] ?? 1, smoothing));
        }
    }

    internal readonly struct Plain<T, V> : IElementwiseLoss<T, V>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V value, V target) => Elementary.Softplus<T, V>(value) - (target * value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Slope(V value, V target) => Elementary.Sigmoid<T, V>(value) - target;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Output(V value) => Elementary.Sigmoid<T, V>(value);
    }

    internal readonly struct Weighted<T, V>(double no, double yes, double smoothing) : IElementwiseLoss<T, V>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        private readonly V _no = V.Constant(no);
        private readonly V _yes = V.Constant(yes);
        private readonly V _kept = V.Constant(1 - smoothing);
        private readonly V _spread = V.Constant(smoothing / 2);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V value, V target)
        {
            var (all, positive) = Shares(target);
            return (all * Elementary.Softplus<T, V>(value)) - (positive * value);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Slope(V value, V target)
        {
            var (all, positive) = Shares(target);
            return (all * Elementary.Sigmoid<T, V>(value)) - positive;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Output(V value) => Elementary.Sigmoid<T, V>(value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private (V All, V Positive) Shares(V target)
        {
            var smooth = V.Fma(_kept, target, _spread);
            var positive = _yes * smooth;
            return (V.Fma(_no, V.Constant(1) - smooth, positive), positive);
        }
    }
}
