using System.Runtime.CompilerServices;
using Nnet.Engine.Kernels;
using Nnet.Language.Definitions;
using Nnet.Language.Training.Losses;

namespace Nnet.Engine.Losses;

/// <summary>(v − t)², with slope 2(v − t).</summary>
public sealed class MeanSquaredErrorEngine : LossEngine<MeanSquaredError>
{
    /// <inheritdoc/>
    public override LossBaseline Baseline(Call loss, TargetSample targets, int outputs) => LossBaseline.OfDifferences(targets, difference => difference * difference);

    /// <inheritdoc/>
    public override void Compile<T, V>(LossSite<T, V> site) => ElementwiseLoss.Compile(site, default(Function<T, V>));

    internal readonly struct Function<T, V> : IElementwiseLoss<T, V>
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V value, V target) => (value - target) * (value - target);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Slope(V value, V target) => (value - target) * V.Constant(2);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Output(V value) => value;
    }
}
