using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Kernels;
using Nnet.Language.Definitions;
using Nnet.Language.Training.Losses;

namespace Nnet.Engine.Losses;

/// <summary>|v − t|, with slope ±1, and 0 where they agree.</summary>
public sealed class MeanAbsoluteErrorEngine : LossEngine<MeanAbsoluteError>
{
    /// <inheritdoc/>
    public override LossBaseline Baseline(Call loss, TargetSample targets, int outputs) => LossBaseline.OfDifferences(targets, Math.Abs);

    /// <inheritdoc/>
    public override void Compile<T, V>(LossSite<T, V> site) => ElementwiseLoss.Compile(site, default(Function<T, V>));

    internal readonly struct Function<T, V> : IElementwiseLoss<T, V>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V value, V target) => V.Abs(value - target);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Slope(V value, V target)
        {
            var difference = value - target;
            // A difference that is not a number must stay one, or divergence would hide behind a slope of zero.
            return V.Select(V.Greater(difference, V.Zero), V.Constant(1), V.Select(V.Greater(V.Zero, difference), V.Constant(-1), difference));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Output(V value) => value;
    }
}
