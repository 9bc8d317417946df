using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Compilation;
using Nnet.Engine.Kernels;
using Nnet.Language.Layers.Activations;

namespace Nnet.Engine.Layers.Activations;

/// <summary>x·σ(x), with slope σ(x)·(1 + x·(1 − σ(x))).</summary>
public sealed class SiluEngine : ActivationEngine<Silu>
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
        public V Value(V x) => x * Elementary.Sigmoid<T, V>(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Slope(V kept)
        {
            var gate = Elementary.Sigmoid<T, V>(kept);
            return gate * V.Fma(kept, V.Constant(1) - gate, V.Constant(1));
        }
    }
}
