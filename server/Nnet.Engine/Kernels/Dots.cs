using System.Numerics;
using System.Runtime.CompilerServices;

namespace Nnet.Engine.Kernels;

/// <summary>A matrix times one vector: the registers go along the rows.</summary>
public static unsafe class Dots
{
    /// <summary>y = A·x (+ bias, + y).</summary>
    /// <param name="a">First number of A, row after row.</param>
    /// <param name="depth">Length of its rows.</param>
    /// <param name="x">The vector.</param>
    /// <param name="bias">One number per row, or null.</param>
    /// <param name="y">The result.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="accumulate">Whether the result is added to what <paramref name="y"/> holds.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<T, V>(T* a, int depth, T* x, T* bias, T* y, int rows, bool accumulate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        var whole = depth - (depth % (2 * V.Count));
        var row = 0;
        for (; row + 4 <= rows; row += 4, a += 4 * (nint)depth)
        {
            T* a1 = a + depth, a2 = a1 + depth, a3 = a2 + depth;
            V s0 = V.Zero, s1 = V.Zero, s2 = V.Zero, s3 = V.Zero;
            V t0 = V.Zero, t1 = V.Zero, t2 = V.Zero, t3 = V.Zero;
            for (nint k = 0; k < whole; k += 2 * V.Count)
            {
                V first = V.Load(x + k), second = V.Load(x + k + V.Count);
                s0 = V.Fma(V.Load(a + k), first, s0);
                t0 = V.Fma(V.Load(a + k + V.Count), second, t0);
                s1 = V.Fma(V.Load(a1 + k), first, s1);
                t1 = V.Fma(V.Load(a1 + k + V.Count), second, t1);
                s2 = V.Fma(V.Load(a2 + k), first, s2);
                t2 = V.Fma(V.Load(a2 + k + V.Count), second, t2);
                s3 = V.Fma(V.Load(a3 + k), first, s3);
                t3 = V.Fma(V.Load(a3 + k + V.Count), second, t3);
            }
            Finish(V.Sum(s0 + t0), a, row);
            Finish(V.Sum(s1 + t1), a1, row + 1);
            Finish(V.Sum(s2 + t2), a2, row + 2);
            Finish(V.Sum(s3 + t3), a3, row + 3);
        }
        for (; row < rows; row++, a += depth)
        {
            var sum = V.Zero;
            for (nint k = 0; k < whole; k += V.Count)
            {
                sum = V.Fma(V.Load(a + k), V.Load(x + k), sum);
            }
            Finish(V.Sum(sum), a, row);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void Finish(T sum, T* a, int row)
        {
            for (var k = whole; k < depth; k++)
            {
                sum += a[k] * x[k];
            }
            sum += bias == null ? T.Zero : bias[row];
            y[row] = accumulate ? y[row] + sum : sum;
        }
    }
}
