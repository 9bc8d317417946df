using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Compilation;
using Nnet.Engine.Kernels;
using Nnet.Language.Layers.Activations;

namespace Nnet.Engine.Layers.Activations;

/// <summary>x·min(max(0, x + 3), 6)/6, with slope x/3 + ½ between −3 and 3.</summary>
public sealed class HardSwishEngine : ActivationEngine<HardSwish>
{
    /// <inheritdoc/>
    protected override bool SlopeNeedsInput => true;

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site) => Add(site, default(Function<T, V>));

    internal readonly struct Function<T, V> : IActivation<T, V>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V x) => x * V.Min(V.Constant(6), V.Max(V.Zero, x + V.Constant(3))) * V.Constant(1.0 / 6);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Slope(V kept) => V.Select(V.Greater(kept, V.Constant(3)), V.Constant(1), V.Select(V.Greater(V.Constant(-3), kept), V.Zero, V.Fma(kept, V.Constant(1.0 / 3), V.Constant(0.5))));
    }
}
