using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Compilation;
using Nnet.Engine.Kernels;
using Nnet.Language.Layers.Activations;

namespace Nnet.Engine.Layers.Activations;

/// <summary>1 / (1 + e⁻ˣ), with slope y·(1 − y).</summary>
public sealed class SigmoidEngine : ActivationEngine<Sigmoid>
{
    // Inputs beyond it count as saturated: there the slope is 0.007 or less.
    private const double Far = 5;

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
        Add(site, default(Function<T, V>));
        site.WatchSaturation(0.5, 0.5 * Math.Tanh(Far / 2));
    }

    internal readonly struct Function<T, V> : IActivation<T, V>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V x) => Elementary.Sigmoid<T, V>(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Slope(V kept) => kept * (V.Constant(1) - kept);
    }
}
