using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Compilation;
using Nnet.Engine.Kernels;
using Nnet.Language.Layers.Sequences;

namespace Nnet.Engine.Layers.Sequences;

/// <summary>
/// i, f, o = σ(…) and g = tanh(…) of the four sums, which stand in PyTorch's order i, f, g, o; c[t] = f⊙c[t−1] + i⊙g; h[t] = o⊙tanh c[t].
/// </summary>
public sealed class LstmEngine : RecurrentEngine<Lstm>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples => RecurrentSamples;

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site) => Add(site, default(Cell<T, V>));

    internal readonly unsafe struct Cell<T, V> : ICell<T, V>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        public static int Gates => 4;

        public static CellMemory Memory => CellMemory.Carried;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Forward(T* sums, nint gate, T* memory, T* memoryBefore, V before)
        {
            var write = Elementary.Sigmoid<T, V>(V.Load(sums));
            var keep = Elementary.Sigmoid<T, V>(V.Load(sums + gate));
            var candidate = Elementary.Tanh<T, V>(V.Load(sums + (2 * gate)));
            var show = Elementary.Sigmoid<T, V>(V.Load(sums + (3 * gate)));
            V.Store(write, sums);
            V.Store(keep, sums + gate);
            V.Store(candidate, sums + (2 * gate));
            V.Store(show, sums + (3 * gate));
            var held = write * candidate;
            if (memoryBefore != null)
            {
                held = V.Fma(keep, V.Load(memoryBefore), held);
            }
            V.Store(held, memory);
            return show * Elementary.Tanh<T, V>(held);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Backward(T* sums, nint gate, T* memory, T* memoryBefore, V state, V before, V gradient, T* carried)
        {
            var one = V.Constant(1);
            V write = V.Load(sums), keep = V.Load(sums + gate), candidate = V.Load(sums + (2 * gate)), show = V.Load(sums + (3 * gate));
            var seen = Elementary.Tanh<T, V>(V.Load(memory));
            var held = V.Fma(gradient * show, one - (seen * seen), V.Load(carried));
            V.Store(held * candidate * write * (one - write), sums);
            V.Store(memoryBefore == null ? V.Zero : held * V.Load(memoryBefore) * keep * (one - keep), sums + gate);
            V.Store(held * write * (one - (candidate * candidate)), sums + (2 * gate));
            V.Store(gradient * seen * show * (one - show), sums + (3 * gate));
            V.Store(held * keep, carried);
        }
    }
}
