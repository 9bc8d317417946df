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

    internal readonly struct Cell<T, V> : ICell<T, V>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        public static int Gates => 4;

        public static CellMemory Memory => CellMemory.Carried;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Forward<TUnit>(ref TUnit unit, V before)
            where TUnit : struct, IUnit<V>
        {
            var write = Elementary.Sigmoid<T, V>(unit.First);
            var keep = Elementary.Sigmoid<T, V>(unit.Second);
            var candidate = Elementary.Tanh<T, V>(unit.Third);
            var show = Elementary.Sigmoid<T, V>(unit.Fourth);
            unit.First = write;
            unit.Second = keep;
            unit.Third = candidate;
            unit.Fourth = show;
            var held = V.Fma(keep, unit.MemoryBefore, write * candidate);
            unit.Memory = held;
            return show * Elementary.Tanh<T, V>(held);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Backward<TUnit>(ref TUnit unit, V state, V before, V gradient)
            where TUnit : struct, IUnit<V>
        {
            var one = V.Constant(1);
            V write = unit.First, keep = unit.Second, candidate = unit.Third, show = unit.Fourth;
            var seen = Elementary.Tanh<T, V>(unit.Memory);
            var held = V.Fma(gradient * show, one - (seen * seen), unit.Carried);
            unit.First = held * candidate * write * (one - write);
            unit.Second = held * unit.MemoryBefore * keep * (one - keep);
            unit.Third = held * write * (one - (candidate * candidate));
            unit.Fourth = gradient * seen * show * (one - show);
            unit.Carried = held * keep;
        }
    }
}
