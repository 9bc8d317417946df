using System.Numerics;

namespace Nnet.Engine.Kernels;

/// <summary>
/// A SIMD register seen as lanes of <typeparamref name="T"/>. Kernels are written once against it; the JIT makes
/// one body for each width and precision, as tight as one written by hand for that register.
/// </summary>
/// <typeparam name="TSelf">The register.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
public unsafe interface ILanes<TSelf, T>
    where TSelf : struct, ILanes<TSelf, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether the numbers are of single precision; known when a kernel is compiled, so that branches on it vanish.</summary>
    static abstract bool IsSingle { get; }

    /// <summary>Numbers in one register.</summary>
    static abstract int Count { get; }

    /// <summary>Rows of the matrix product's register tile (two registers wide): what the register file holds without spilling.</summary>
    static abstract int TileRows { get; }

    /// <summary>All lanes zero.</summary>
    static abstract TSelf Zero { get; }

    /// <summary>Reads one register; no alignment is needed.</summary>
    static abstract TSelf Load(T* source);

    /// <summary>Writes one register; no alignment is needed.</summary>
    static abstract void Store(TSelf value, T* destination);

    /// <summary>The same number in all lanes.</summary>
    static abstract TSelf Broadcast(T value);

    /// <summary>The same number in all lanes, for constants.</summary>
    static abstract TSelf Constant(double value);

    /// <summary>Sum.</summary>
    static abstract TSelf operator +(TSelf a, TSelf b);

    /// <summary>Difference.</summary>
    static abstract TSelf operator -(TSelf a, TSelf b);

    /// <summary>Negation.</summary>
    static abstract TSelf operator -(TSelf a);

    /// <summary>Product.</summary>
    static abstract TSelf operator *(TSelf a, TSelf b);

    /// <summary>Quotient.</summary>
    static abstract TSelf operator /(TSelf a, TSelf b);

    /// <summary>a·b + c, rounded once where the machine can.</summary>
    static abstract TSelf Fma(TSelf a, TSelf b, TSelf c);

    /// <summary>The greater of each pair; where <paramref name="b"/> is not a number, that.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>The lesser of each pair; where <paramref name="b"/> is not a number, that.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>Magnitude.</summary>
    static abstract TSelf Abs(TSelf a);

    /// <summary>Square root.</summary>
    static abstract TSelf Sqrt(TSelf a);

    /// <summary>Nearest whole number.</summary>
    static abstract TSelf Round(TSelf a);

    /// <summary>value · 2^exponent for whole exponents within the range of normal numbers.</summary>
    static abstract TSelf Scale(TSelf value, TSelf exponent);

    /// <summary>Natural logarithm.</summary>
    static abstract TSelf Log(TSelf a);

    /// <summary>Mask (all bits of a lane) where a &gt; b.</summary>
    static abstract TSelf Greater(TSelf a, TSelf b);

    /// <summary>Mask where a = b.</summary>
    static abstract TSelf Equal(TSelf a, TSelf b);

    /// <summary>Lanes of <paramref name="a"/> where the mask is set, of <paramref name="b"/> elsewhere.</summary>
    static abstract TSelf Select(TSelf mask, TSelf a, TSelf b);

    /// <summary>Whether any lane of a mask is set.</summary>
    static abstract bool Any(TSelf mask);

    /// <summary>Sum of all lanes, always in the same order.</summary>
    static abstract T Sum(TSelf a);
}
