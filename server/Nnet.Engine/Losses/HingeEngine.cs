using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Kernels;
using Nnet.Language.Definitions;
using Nnet.Language.Training.Losses;

namespace Nnet.Engine.Losses;

/// <summary>max(0, 1 − s·v) with s = 2t − 1. Outputs are given as (v + 1)/2, so that targets and answers lie on one scale and more than one half is yes.</summary>
public sealed class HingeEngine : LossEngine<Hinge>
{
    /// <inheritdoc/>
    public override LossLink LinkKind => LossLink.Own;

    /// <inheritdoc/>
    public override LossBaseline Baseline(Call loss, TargetSample targets, int outputs) => new(LossBaseline.PerOutput(targets, values => values.Average() is var share ? 2 * Math.Min(share, 1 - share) : 0), 1);

    /// <inheritdoc/>
    public override void Compile<T, V>(LossSite<T, V> site) => ElementwiseLoss.Compile(site, default(Function<T, V>));

    internal readonly struct Function<T, V> : IElementwiseLoss<T, V>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V value, V target) => V.Max(V.Zero, V.Constant(1) - (Sign(target) * value));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Slope(V value, V target)
        {
            var sign = Sign(target);
            var missing = V.Constant(1) - (sign * value);
            // What is not a number must stay so, or divergence would hide behind a slope of zero.
            return V.Select(V.Greater(missing, V.Zero), -sign, V.Select(V.Equal(missing, missing), V.Zero, missing));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Output(V value) => (value + V.Constant(1)) * V.Constant(0.5);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static V Sign(V target) => target + target - V.Constant(1);
    }
}
