using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Compilation;
using Nnet.Engine.Kernels;
using Nnet.Language.Layers.Activations;

namespace Nnet.Engine.Layers.Activations;

/// <summary>min(max(−1, x), 1), with slope 1 between.</summary>
public sealed class HardTanhEngine : ActivationEngine<HardTanh>
{
    /// <inheritdoc/>
    public override bool KeepsOrder => true;

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site) => Add(site, default(Function<T, V>));

    internal readonly struct Function<T, V> : IActivation<T, V>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V x) => V.Min(V.Constant(1), V.Max(V.Constant(-1), x));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Slope(V kept) => V.Select(V.Greater(V.Constant(1), V.Abs(kept)), V.Constant(1), V.Zero);
    }
}
