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

    internal readonly struct TanhCell<T, V> : ICell<T, V>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        public static int Gates => 1;

        public static CellMemory Memory => CellMemory.None;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Forward<TUnit>(ref TUnit unit, V before)
            where TUnit : struct, IUnit<V>
            => Elementary.Tanh<T, V>(unit.First);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Backward<TUnit>(ref TUnit unit, V state, V before, V gradient)
            where TUnit : struct, IUnit<V>
            => unit.First = gradient * (V.Constant(1) - (state * state));
    }

    internal readonly struct ReluCell<T, V> : ICell<T, V>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        public static int Gates => 1;

        public static CellMemory Memory => CellMemory.None;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Forward<TUnit>(ref TUnit unit, V before)
            where TUnit : struct, IUnit<V>
            => V.Max(V.Zero, unit.First);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Backward<TUnit>(ref TUnit unit, V state, V before, V gradient)
            where TUnit : struct, IUnit<V>
            => unit.First = V.Select(V.Greater(state, V.Zero), gradient, V.Zero);
    }
}
