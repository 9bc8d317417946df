using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nnet.Engine.Kernels;

/// <summary>A single number, for what is computed number by number; the rest of its register counts for nothing.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly unsafe struct Lanes1<T> : ILanes<Lanes1<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Lanes128<T> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes1(Lanes128<T> value) => _value = value;

    /// <inheritdoc/>
    public static bool IsSingle
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float);
    }

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
    }

    /// <inheritdoc/>
    public static int TileRows
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Lanes128<T>.TileRows;
    }

    /// <inheritdoc/>
    public static Lanes1<T> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Lanes128<T>.Zero);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> Load(T* source) => new(new Lanes128<T>(Vector128.CreateScalar(*source)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes1<T> value, T* destination) => *destination = value._value.First;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> Broadcast(T value) => new(Lanes128<T>.Broadcast(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> Constant(double value) => new(Lanes128<T>.Constant(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> operator +(Lanes1<T> a, Lanes1<T> b) => new(a._value + b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> operator -(Lanes1<T> a, Lanes1<T> b) => new(a._value - b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> operator -(Lanes1<T> a) => new(-a._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> operator *(Lanes1<T> a, Lanes1<T> b) => new(a._value * b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> operator /(Lanes1<T> a, Lanes1<T> b) => new(a._value / b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> Fma(Lanes1<T> a, Lanes1<T> b, Lanes1<T> c) => new(Lanes128<T>.Fma(a._value, b._value, c._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> Max(Lanes1<T> a, Lanes1<T> b) => new(Lanes128<T>.Max(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> Min(Lanes1<T> a, Lanes1<T> b) => new(Lanes128<T>.Min(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> Abs(Lanes1<T> a) => new(Lanes128<T>.Abs(a._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> Sqrt(Lanes1<T> a) => new(Lanes128<T>.Sqrt(a._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> Round(Lanes1<T> a) => new(Lanes128<T>.Round(a._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> Scale(Lanes1<T> value, Lanes1<T> exponent) => new(Lanes128<T>.Scale(value._value, exponent._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> Log(Lanes1<T> a) => new(Lanes128<T>.Log(a._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> Greater(Lanes1<T> a, Lanes1<T> b) => new(Lanes128<T>.Greater(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> Equal(Lanes1<T> a, Lanes1<T> b) => new(Lanes128<T>.Equal(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> Select(Lanes1<T> mask, Lanes1<T> a, Lanes1<T> b) => new(Lanes128<T>.Select(mask._value, a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Lanes1<T> mask) => T.IsNegative(mask._value.First);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(Lanes1<T> a) => a._value.First;
}
