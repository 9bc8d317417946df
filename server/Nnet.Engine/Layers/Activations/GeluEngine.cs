using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Compilation;
using Nnet.Engine.Kernels;
using Nnet.Language.Layers.Activations;

namespace Nnet.Engine.Layers.Activations;

/// <summary>x·Φ(x), with slope Φ(x) + x·φ(x).</summary>
public sealed class GeluEngine : ActivationEngine<Gelu>
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
        public V Value(V x) => x * Elementary.NormalCumulative<T, V>(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Slope(V kept)
        {
            var density = Elementary.NormalDensity<T, V>(kept);
            return V.Fma(kept, density, Elementary.NormalCumulative<T, V>(kept, density));
        }
    }
}
