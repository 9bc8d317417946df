using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Compilation;
using Nnet.Engine.Kernels;
using Nnet.Language.Layers.Activations;

namespace Nnet.Engine.Layers.Activations;

/// <summary>x, or slope·x left of zero; the slope can be read off the output, since it is not negative.</summary>
public sealed class LeakyReluEngine : ActivationEngine<LeakyRelu>
{
    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site) => Add(site, new Function<T, V>(site.Node.Get(LeakyRelu.Slope)));

    internal readonly struct Function<T, V>(double slope) : IActivation<T, V>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V x) => V.Max(V.Zero, x) + (V.Constant(slope) * V.Min(V.Zero, x));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Slope(V kept) => V.Select(V.Greater(kept, V.Zero), V.Constant(1), V.Constant(slope));
    }
}
