using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Kernels;
using Nnet.Language.Definitions;
using Nnet.Language.Training.Losses;

namespace Nnet.Engine.Losses;

/// <summary>With d = v − t: ½d² where |d| ≤ δ, δ·(|d| − ½δ) beyond; its slope is d brought into ±δ.</summary>
public sealed class HuberEngine : LossEngine<Huber>
{
    /// <inheritdoc/>
    public override LossBaseline Baseline(Call loss, TargetSample targets, int outputs)
    {
        var delta = loss.Get(Huber.Delta);
        return LossBaseline.OfDifferences(targets, difference => Math.Min(Math.Abs(difference), delta) is var near ? near * (Math.Abs(difference) - (near / 2)) : 0);
    }

    /// <inheritdoc/>
    public override void Compile<T, V>(LossSite<T, V> site) => ElementwiseLoss.Compile(site, new Function<T, V>(site.Get(Huber.Delta)));

    internal readonly struct Function<T, V>(double delta) : IElementwiseLoss<T, V>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        private readonly V _delta = V.Constant(delta);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V value, V target)
        {
            // c·(|d| − c/2) with c = min(|d|, δ) is both branches in one.
            var distance = V.Abs(value - target);
            var near = V.Min(_delta, distance);
            return near * (distance - (near * V.Constant(0.5)));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Slope(V value, V target) => V.Max(-_delta, V.Min(_delta, value - target));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Output(V value) => value;
    }
}
