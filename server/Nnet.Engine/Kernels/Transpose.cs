using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Nnet.Engine.Kernels;

/// <summary>Between samples in rows and samples in lanes.</summary>
public static unsafe class Transpose
{
    /// <summary>Rows of a matrix become columns: <c>to[c·toStride + r] = from[r·fromStride + c]</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(T* from, nint fromStride, T* to, nint toStride, int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (wholeRows, wholeColumns) = (0, 0);
        if (typeof(T) == typeof(float) && Avx.IsSupported)
        {
            (wholeRows, wholeColumns) = (rows & ~7, columns & ~7);
            for (var column = 0; column < wholeColumns; column += 8)
            {
                for (var row = 0; row < wholeRows; row += 8)
                {
                    Square((float*)(from + (row * fromStride) + column), fromStride, (float*)(to + (column * toStride) + row), toStride);
                }
            }
        }
        Rest(from, fromStride, to, toStride, 0, wholeRows, wholeColumns, columns);
        Rest(from, fromStride, to, toStride, wholeRows, rows, 0, columns);
    }

    private static void Rest<T>(T* from, nint fromStride, T* to, nint toStride, int top, int bottom, int left, int right)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var column = left; column < right; column++)
        {
            var source = from + column;
            var target = to + (column * toStride);
            for (var row = top; row < bottom; row++)
            {
                target[row] = source[row * fromStride];
            }
        }
    }

    /// <summary>Eight rows of eight, by interleaving pairs, then pairs of pairs, then halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Square(float* from, nint fromStride, float* to, nint toStride)
    {
        var from4 = from + (4 * fromStride);
        var a = Vector256.Load(from);
        var b = Vector256.Load(from + fromStride);
        var c = Vector256.Load(from + (2 * fromStride));
        var d = Vector256.Load(from + (3 * fromStride));
        var e = Vector256.Load(from4);
        var f = Vector256.Load(from4 + fromStride);
        var g = Vector256.Load(from4 + (2 * fromStride));
        var h = Vector256.Load(from4 + (3 * fromStride));
        var (ab0, ab1) = (Avx.UnpackLow(a, b), Avx.UnpackHigh(a, b));
        var (cd0, cd1) = (Avx.UnpackLow(c, d), Avx.UnpackHigh(c, d));
        var (ef0, ef1) = (Avx.UnpackLow(e, f), Avx.UnpackHigh(e, f));
        var (gh0, gh1) = (Avx.UnpackLow(g, h), Avx.UnpackHigh(g, h));
        var (r0, r1) = (Avx.Shuffle(ab0, cd0, 0x44), Avx.Shuffle(ab0, cd0, 0xEE));
        var (r2, r3) = (Avx.Shuffle(ab1, cd1, 0x44), Avx.Shuffle(ab1, cd1, 0xEE));
        var (r4, r5) = (Avx.Shuffle(ef0, gh0, 0x44), Avx.Shuffle(ef0, gh0, 0xEE));
        var (r6, r7) = (Avx.Shuffle(ef1, gh1, 0x44), Avx.Shuffle(ef1, gh1, 0xEE));
        var to4 = to + (4 * toStride);
        Avx.Permute2x128(r0, r4, 0x20).Store(to);
        Avx.Permute2x128(r1, r5, 0x20).Store(to + toStride);
        Avx.Permute2x128(r2, r6, 0x20).Store(to + (2 * toStride));
        Avx.Permute2x128(r3, r7, 0x20).Store(to + (3 * toStride));
        Avx.Permute2x128(r0, r4, 0x31).Store(to4);
        Avx.Permute2x128(r1, r5, 0x31).Store(to4 + toStride);
        Avx.Permute2x128(r2, r6, 0x31).Store(to4 + (2 * toStride));
        Avx.Permute2x128(r3, r7, 0x31).Store(to4 + (3 * toStride));
    }
}
