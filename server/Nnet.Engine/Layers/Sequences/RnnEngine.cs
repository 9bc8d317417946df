using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Compilation;
using Nnet.Engine.Kernels;
using Nnet.Language.Layers.Sequences;

namespace Nnet.Engine.Layers.Sequences;

/// <summary>h[t] = f(W·x[t] + b + U·h[t−1] + c) with f = tanh or relu.</summary>
public sealed class RnnEngine : RecurrentEngine<Rnn>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples =>
    [
        .. RecurrentSamples,
        LayerSample.OfSequence<Rnn>(3, 4).With(Recurrent.Units, 5).With(Rnn.Nonlinearity, "relu"),
    ];

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
        if (site.Node.Get(Rnn.Nonlinearity) == "relu")
        {
            Add(site, default(ReluCell<T, V>));
        }
        else
        {
            Add(site, default(TanhCell<T, V>));
        }
    }

    internal readonly unsafe struct TanhCell<T, V> : ICell<T, V>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        public static int Gates => 1;

        public static CellMemory Memory => CellMemory.None;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Forward(T* sums, nint gate, T* memory, T* memoryBefore, V before) => Elementary.Tanh<T, V>(V.Load(sums));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Backward(T* sums, nint gate, T* memory, T* memoryBefore, V state, V before, V gradient, T* carried)
            => V.Store(gradient * (V.Constant(1) - (state * state)), sums);
    }

    internal readonly unsafe struct ReluCell<T, V> : ICell<T, V>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        public static int Gates => 1;

        public static CellMemory Memory => CellMemory.None;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Forward(T* sums, nint gate, T* memory, T* memoryBefore, V before) => V.Max(V.Zero, V.Load(sums));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Backward(T* sums, nint gate, T* memory, T* memoryBefore, V state, V before, V gradient, T* carried)
            => V.Store(V.Select(V.Greater(state, V.Zero), gradient, V.Zero), sums);
    }
}
