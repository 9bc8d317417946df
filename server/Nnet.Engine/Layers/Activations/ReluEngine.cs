using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Compilation;
using Nnet.Engine.Kernels;
using Nnet.Language.Layers.Activations;

namespace Nnet.Engine.Layers.Activations;

/// <summary>max(0, x); its slope can be read off the output.</summary>
public sealed class ReluEngine : ActivationEngine<Relu>
{
    /// <inheritdoc/>
    public override bool KeepsOrder => true;

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
        Add(site, default(Function<T, V>));
        site.WatchUnits();
    }

    internal readonly struct Function<T, V> : IActivation<T, V>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V x) => V.Max(V.Zero, x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Slope(V kept) => V.Select(V.Greater(kept, V.Zero), V.Constant(1), V.Zero);
    }
}
