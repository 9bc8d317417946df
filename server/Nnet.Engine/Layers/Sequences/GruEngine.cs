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

    internal readonly struct Cell<T, V> : ICell<T, V>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        public static int Gates => 3;

        public static CellMemory Memory => CellMemory.Candidate;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Forward<TUnit>(ref TUnit unit, V before)
            where TUnit : struct, IUnit<V>
        {
            var reset = Elementary.Sigmoid<T, V>(unit.First);
            var keep = Elementary.Sigmoid<T, V>(unit.Second);
            var candidate = Elementary.Tanh<T, V>(V.Fma(reset, unit.Memory, unit.Third));
            unit.First = reset;
            unit.Second = keep;
            unit.Third = candidate;
            return V.Fma(keep, before - candidate, candidate);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Backward<TUnit>(ref TUnit unit, V state, V before, V gradient)
            where TUnit : struct, IUnit<V>
        {
            var one = V.Constant(1);
            V reset = unit.First, keep = unit.Second, candidate = unit.Third;
            var bent = gradient * (one - keep) * (one - (candidate * candidate));
            unit.First = bent * unit.Memory * reset * (one - reset);
            unit.Second = gradient * (before - candidate) * keep * (one - keep);
            unit.Third = bent;
            unit.Memory = bent * reset;
            unit.Carried = gradient * keep;
        }
    }
}
