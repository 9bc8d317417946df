using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Compilation;
using Nnet.Engine.Kernels;
using Nnet.Language.Layers.Activations;

namespace Nnet.Engine.Layers.Activations;

/// <summary>x/(1 + |x|), with slope (1 − |y|)².</summary>
public sealed class SoftsignEngine : ActivationEngine<Softsign>
{
    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site) => Add(site, default(Function<T, V>));

    internal readonly struct Function<T, V> : IActivation<T, V>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V x) => x / (V.Constant(1) + V.Abs(x));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Slope(V kept)
        {
            var rest = V.Constant(1) - V.Abs(kept);
            return rest * rest;
        }
    }
}
