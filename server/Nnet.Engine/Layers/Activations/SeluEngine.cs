using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Compilation;
using Nnet.Engine.Kernels;
using Nnet.Language.Layers.Activations;

namespace Nnet.Engine.Layers.Activations;

/// <summary>λ·x, or λα·(eˣ − 1) left of zero, where the slope is y + λα.</summary>
public sealed class SeluEngine : ActivationEngine<Selu>
{
    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site) => Add(site, default(Function<T, V>));

    internal readonly struct Function<T, V> : IActivation<T, V>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V x)
            => V.Select(V.Greater(x, V.Zero), V.Constant(Selu.Scale) * x, V.Constant(Selu.Scale * Selu.Alpha) * Elementary.ExpMinusOne<T, V>(V.Min(V.Zero, x)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Slope(V kept) => V.Select(V.Greater(kept, V.Zero), V.Constant(Selu.Scale), kept + V.Constant(Selu.Scale * Selu.Alpha));
    }
}
