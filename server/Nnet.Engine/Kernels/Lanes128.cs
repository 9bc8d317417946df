using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nnet.Engine.Kernels;

/// <summary>Registers of 128 bits.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly unsafe struct Lanes128<T> : ILanes<Lanes128<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector128<T> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Lanes128(Vector128<T> value) => _value = value;

    /// <summary>The first lane.</summary>
    internal T First
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _value.ToScalar();
    }

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
        get => Vector128<T>.Count;
    }

    /// <inheritdoc/>
    public static int TileRows
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 6;
    }

    /// <inheritdoc/>
    public static Lanes128<T> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector128<T>.Zero);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Load(T* source) => new(Vector128.Load(source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes128<T> value, T* destination) => value._value.Store(destination);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Broadcast(T value) => new(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Constant(double value)
        => typeof(T) == typeof(float) ? new(Vector128.Create((float)value).As<float, T>()) : new(Vector128.Create(value).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator +(Lanes128<T> a, Lanes128<T> b) => new(a._value + b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator -(Lanes128<T> a, Lanes128<T> b) => new(a._value - b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator -(Lanes128<T> a) => new(-a._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator *(Lanes128<T> a, Lanes128<T> b) => new(a._value * b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator /(Lanes128<T> a, Lanes128<T> b) => new(a._value / b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Fma(Lanes128<T> a, Lanes128<T> b, Lanes128<T> c)
        => typeof(T) == typeof(float)
            ? new(Vector128.MultiplyAddEstimate(a._value.AsSingle(), b._value.AsSingle(), c._value.AsSingle()).As<float, T>())
            : new(Vector128.MultiplyAddEstimate(a._value.AsDouble(), b._value.AsDouble(), c._value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Max(Lanes128<T> a, Lanes128<T> b) => new(Vector128.MaxNative(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Min(Lanes128<T> a, Lanes128<T> b) => new(Vector128.MinNative(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Abs(Lanes128<T> a) => new(Vector128.Abs(a._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Sqrt(Lanes128<T> a) => new(Vector128.Sqrt(a._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Round(Lanes128<T> a)
        => typeof(T) == typeof(float) ? new(Vector128.Round(a._value.AsSingle()).As<float, T>()) : new(Vector128.Round(a._value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Scale(Lanes128<T> value, Lanes128<T> exponent)
        => typeof(T) == typeof(float)
            ? new((Vector128.ConvertToInt32Native(exponent._value.AsSingle()) << 23).As<int, T>() is var shift ? (Vector128.AsInt32(value._value) + Vector128.AsInt32(shift)).As<int, T>() : default)
            : new((Vector128.ConvertToInt64Native(exponent._value.AsDouble()) << 52).As<long, T>() is var wide ? (Vector128.AsInt64(value._value) + Vector128.AsInt64(wide)).As<long, T>() : default);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Log(Lanes128<T> a)
        => typeof(T) == typeof(float) ? new(Vector128.Log(a._value.AsSingle()).As<float, T>()) : new(Vector128.Log(a._value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Greater(Lanes128<T> a, Lanes128<T> b) => new(Vector128.GreaterThan(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Equal(Lanes128<T> a, Lanes128<T> b) => new(Vector128.Equals(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Select(Lanes128<T> mask, Lanes128<T> a, Lanes128<T> b) => new(Vector128.ConditionalSelect(mask._value, a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Lanes128<T> mask) => mask._value.ExtractMostSignificantBits() != 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(Lanes128<T> a) => Vector128.Sum(a._value);
}
