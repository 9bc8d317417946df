using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Compilation;
using Nnet.Engine.Kernels;
using Nnet.Language.Layers.Sequences;

namespace Nnet.Engine.Layers.Sequences;

/// <summary>
/// r, z = σ(…) of the first two sums in PyTorch's order r, z, n; n = tanh(Wₙ·x[t] + bₙ + r⊙(Uₙ·h[t−1] + cₙ)), for which the sum over the
/// state is kept apart; h[t] = (1 − z)⊙n + z⊙h[t−1].
/// </summary>
public sealed class GruEngine : RecurrentEngine<Gru>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples => RecurrentSamples;

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site) => Add(site, default(Cell<T, V>));

    internal readonly unsafe struct Cell<T, V> : ICell<T, V>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        public static int Gates => 3;

        public static CellMemory Memory => CellMemory.Candidate;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Forward(T* sums, nint gate, T* memory, T* memoryBefore, V before)
        {
            var reset = Elementary.Sigmoid<T, V>(V.Load(sums));
            var keep = Elementary.Sigmoid<T, V>(V.Load(sums + gate));
            var candidate = Elementary.Tanh<T, V>(V.Fma(reset, V.Load(memory), V.Load(sums + (2 * gate))));
            V.Store(reset, sums);
            V.Store(keep, sums + gate);
            V.Store(candidate, sums + (2 * gate));
            return V.Fma(keep, before - candidate, candidate);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Backward(T* sums, nint gate, T* memory, T* memoryBefore, V state, V before, V gradient, T* carried)
        {
            var one = V.Constant(1);
            V reset = V.Load(sums), keep = V.Load(sums + gate), candidate = V.Load(sums + (2 * gate));
            var bent = gradient * (one - keep) * (one - (candidate * candidate));
            V.Store(bent * V.Load(memory) * reset * (one - reset), sums);
            V.Store(gradient * (before - candidate) * keep * (one - keep), sums + gate);
            V.Store(bent, sums + (2 * gate));
            V.Store(bent * reset, memory);
            V.Store(gradient * keep, carried);
        }
    }
}
