using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Kernels;

namespace Nnet.Engine.Layers.Sequences;

/// <summary>
/// What a recurrent layer does with the sums of one unit at one place: a register of samples. Sums stand gate by gate; forward leaves in
/// their places what backward needs, backward their gradients.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">Register.</typeparam>
internal interface ICell<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    /// <summary>Sums of one unit.</summary>
    static abstract int Gates { get; }

    /// <summary>Whether a further number of every unit is kept at every place, and what it is.</summary>
    static abstract CellMemory Memory { get; }

    /// <summary>Computes the state of a unit.</summary>
    /// <param name="unit">Its numbers.</param>
    /// <param name="before">The state at the place before.</param>
    V Forward<TUnit>(ref TUnit unit, V before)
        where TUnit : struct, IUnit<V>;

    /// <summary>Turns the gradient of the state into those of the sums.</summary>
    /// <param name="unit">What forward left.</param>
    /// <param name="state">The state.</param>
    /// <param name="before">The state at the place before.</param>
    /// <param name="gradient">The state's gradient.</param>
    void Backward<TUnit>(ref TUnit unit, V state, V before, V gradient)
        where TUnit : struct, IUnit<V>;
}

/// <summary>The numbers of one unit at one place, wherever they lie. A cell touches no sum beyond its gates.</summary>
/// <typeparam name="V">Register.</typeparam>
internal interface IUnit<V>
{
    /// <summary>The first sum.</summary>
    V First { get; set; }

    /// <summary>The second sum.</summary>
    V Second { get; set; }

    /// <summary>The third sum.</summary>
    V Third { get; set; }

    /// <summary>The fourth sum.</summary>
    V Fourth { get; set; }

    /// <summary>The further number.</summary>
    V Memory { get; set; }

    /// <summary>That of the place before; zero at the first.</summary>
    V MemoryBefore { get; }

    /// <summary>Gradient that the further number (of a memory) or the state before (of a candidate) gets directly.</summary>
    V Carried { get; set; }
}

/// <summary>A unit in the processor's memory.</summary>
/// <param name="sums">The first sum.</param>
/// <param name="gate">From a sum to the next.</param>
/// <param name="memory">The further number.</param>
/// <param name="memoryBefore">That of the place before; null at the first.</param>
/// <param name="carried">The gradient that is carried on; null in forward.</param>
internal readonly unsafe struct UnitInMemory<T, V>(T* sums, nint gate, T* memory, T* memoryBefore, T* carried) : IUnit<V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public V First
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => V.Load(sums);
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => V.Store(value, sums);
    }

    public V Second
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => V.Load(sums + gate);
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => V.Store(value, sums + gate);
    }

    public V Third
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => V.Load(sums + (2 * gate));
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => V.Store(value, sums + (2 * gate));
    }

    public V Fourth
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => V.Load(sums + (3 * gate));
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => V.Store(value, sums + (3 * gate));
    }

    public V Memory
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => V.Load(memory);
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => V.Store(value, memory);
    }

    public V MemoryBefore
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => memoryBefore == null ? V.Zero : V.Load(memoryBefore);
    }

    public V Carried
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => V.Load(carried);
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => V.Store(value, carried);
    }
}

/// <summary>What a cell keeps beside its state.</summary>
internal enum CellMemory
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A memory that goes on from place to place (lstm).</summary>
    Carried,

    /// <summary>The last gate's sum over the state, which does not simply add to that over the input (gru).</summary>
    Candidate,
}
