using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Compilation;
using Nnet.Engine.Kernels;
using Nnet.Language.Layers.Activations;

namespace Nnet.Engine.Layers.Activations;

/// <summary>tanh x, with slope 1 − y².</summary>
public sealed class TanhEngine : ActivationEngine<Tanh>
{
    // Inputs beyond it count as saturated: there the slope is 0.0002 or less.
    private const double Far = 5;

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
        Add(site, default(Function<T, V>));
        site.WatchSaturation(0, Math.Tanh(Far));
    }

    internal readonly struct Function<T, V> : IActivation<T, V>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V x) => Elementary.Tanh<T, V>(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Slope(V kept) => V.Constant(1) - (kept * kept);
    }
}
