using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Compilation;
using Nnet.Engine.Kernels;
using Nnet.Language.Layers.Activations;

namespace Nnet.Engine.Layers.Activations;

/// <summary>log(1 + eˣ), with slope σ(x) = 1 − e⁻ʸ.</summary>
public sealed class SoftplusEngine : ActivationEngine<Softplus>
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
        public V Value(V x) => Elementary.Softplus<T, V>(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Slope(V kept) => Elementary.Sigmoid<T, V>(kept);
    }
}
