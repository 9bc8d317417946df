using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Compilation;
using Nnet.Engine.Kernels;
using Nnet.Language.Layers.Activations;

namespace Nnet.Engine.Layers.Activations;

/// <summary>0 below zero, else 1; its slope is zero everywhere.</summary>
public sealed class StepEngine : ActivationEngine<Step>
{
    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site) => Add(site, default(Function<T, V>));

    internal readonly struct Function<T, V> : IActivation<T, V>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V x) => V.Select(V.Greater(V.Zero, x), V.Zero, V.Select(V.Equal(x, x), V.Constant(1), x));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Slope(V kept) => V.Zero;
    }
}
