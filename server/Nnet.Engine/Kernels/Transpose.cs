using System.Numerics;
using System.Runtime.CompilerServices;

namespace Nnet.Engine.Kernels;

/// <summary>Between samples in rows and samples in lanes.</summary>
public static unsafe class Transpose
{
    /// <summary>Rows of a matrix become columns: <c>to[c·toStride + r] = from[r·fromStride + c]</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(T* from, nint fromStride, T* to, nint toStride, int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // In squares that fit the first-level cache whichever way they are walked.
        const int Square = 16;
        for (var top = 0; top < rows; top += Square)
        {
            var bottom = Math.Min(rows, top + Square);
            for (var left = 0; left < columns; left += Square)
            {
                var right = Math.Min(columns, left + Square);
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
        }
    }
}
