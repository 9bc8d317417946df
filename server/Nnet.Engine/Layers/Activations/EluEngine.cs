using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Compilation;
using Nnet.Engine.Kernels;
using Nnet.Language.Layers.Activations;

namespace Nnet.Engine.Layers.Activations;

/// <summary>x, or α·(eˣ − 1) left of zero, where the slope is y + α.</summary>
public sealed class EluEngine : ActivationEngine<Elu>
{
    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site) => Add(site, new Function<T, V>(site.Node.Get(Elu.Alpha)));

    internal readonly struct Function<T, V>(double alpha) : IActivation<T, V>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V x) => V.Select(V.Greater(x, V.Zero), x, V.Constant(alpha) * Elementary.ExpMinusOne<T, V>(V.Min(V.Zero, x)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Slope(V kept) => V.Select(V.Greater(kept, V.Zero), V.Constant(1), kept + V.Constant(alpha));
    }
}
