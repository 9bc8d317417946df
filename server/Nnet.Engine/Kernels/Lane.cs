using System.Runtime.CompilerServices;

namespace Nnet.Engine.Kernels;

/// <summary>
/// A register of one number in plain arithmetic: what a thread of a graphics card has. Mathematics that is written for registers is so
/// compiled for such a card too, from the same source. Nothing here may need more than numbers, comparisons and their bits.
/// </summary>
/// <param name="number">The number.</param>
public readonly unsafe struct Lane(float number) : ILanes<Lane, float>
{
    private readonly float _number = number;

    /// <summary>The number.</summary>
    public float Number
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _number;
    }

    /// <inheritdoc/>
    public static bool IsSingle => true;

    /// <inheritdoc/>
    public static int Count => 1;

    /// <inheritdoc/>
    public static int TileRows => 4;

    /// <inheritdoc/>
    public static Lane Zero => new(0);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Load(float* source) => new(*source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lane value, float* destination) => *destination = value._number;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Broadcast(float value) => new(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Constant(double value) => new((float)value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane operator +(Lane a, Lane b) => new(a._number + b._number);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane operator -(Lane a, Lane b) => new(a._number - b._number);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane operator -(Lane a) => new(-a._number);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane operator *(Lane a, Lane b) => new(a._number * b._number);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane operator /(Lane a, Lane b) => new(a._number / b._number);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Fma(Lane a, Lane b, Lane c) => new((a._number * b._number) + c._number);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Max(Lane a, Lane b) => a._number > b._number ? a : b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Min(Lane a, Lane b) => a._number < b._number ? a : b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Abs(Lane a) => new(MathF.Abs(a._number));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Sqrt(Lane a) => new(MathF.Sqrt(a._number));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Round(Lane a) => new(MathF.Floor(a._number + 0.5f));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Scale(Lane value, Lane exponent) => new(value._number * BitConverter.Int32BitsToSingle(((int)exponent._number + 127) << 23));

    /// <summary>Natural logarithm (the polynomial of Moshier's Cephes library); minus infinity for what is less than the smallest normal number.</summary>
    public static Lane Log(Lane a)
    {
        var x = a._number;
        var bits = BitConverter.SingleToInt32Bits(x);
        // x = m · 2^e with m between √½ and √2.
        var e = (float)((bits >> 23) - 126);
        var m = BitConverter.Int32BitsToSingle((bits & 0x007FFFFF) | 0x3F000000);
        var isLow = m < 0.70710678f;
        e = isLow ? e - 1 : e;
        m = isLow ? m + m - 1 : m - 1;
        var square = m * m;
        var p = (7.0376836292e-2f * m) - 1.1514610310e-1f;
        p = (p * m) + 1.1676998740e-1f;
        p = (p * m) - 1.2420140846e-1f;
        p = (p * m) + 1.4249322787e-1f;
        p = (p * m) - 1.6668057665e-1f;
        p = (p * m) + 2.0000714765e-1f;
        p = (p * m) - 2.4999993993e-1f;
        p = (p * m) + 3.3333331174e-1f;
        // e·ln 2 is added in two parts, so that the sum keeps its last bits.
        var y = (p * m * square) - (2.12194440e-4f * e) - (0.5f * square);
        var result = m + y + (0.693359375f * e);
        result = x < 1.17549435e-38f ? float.NegativeInfinity : result;
        result = x < 0 ? float.NaN : result;
        return new(x <= float.MaxValue ? result : x);
    }

    /// <summary>One where a &gt; b, zero elsewhere: a mask is a number here, and only <see cref="Select"/> and <see cref="Any"/> read it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Greater(Lane a, Lane b) => new(a._number > b._number ? 1f : 0f);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Equal(Lane a, Lane b) => new(a._number == b._number ? 1f : 0f);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Select(Lane mask, Lane a, Lane b) => mask._number != 0 ? a : b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Lane mask) => mask._number != 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Lane a) => a._number;
}
