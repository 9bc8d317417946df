using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Compilation;
using Nnet.Engine.Kernels;
using Nnet.Language.Layers.Activations;

namespace Nnet.Engine.Layers.Activations;

/// <summary>x·t with t = tanh(log(1 + eˣ)), and slope t + x·σ(x)·(1 − t²).</summary>
public sealed class MishEngine : ActivationEngine<Mish>
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
        public V Value(V x) => x * Elementary.Tanh<T, V>(Elementary.Softplus<T, V>(x));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Slope(V kept)
        {
            var gate = Elementary.Tanh<T, V>(Elementary.Softplus<T, V>(kept));
            return V.Fma(kept * Elementary.Sigmoid<T, V>(kept), V.Constant(1) - (gate * gate), gate);
        }
    }
}
