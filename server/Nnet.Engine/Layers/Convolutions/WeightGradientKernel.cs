using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Kernels;

namespace Nnet.Engine.Layers.Convolutions;

/// <summary>
/// The gradient of a convolution's weights: for every weight the product of the output's gradient with the input that
/// the weight met, summed over places and samples. Four filters by three neighbouring weights are held in registers.
/// </summary>
internal static unsafe class WeightGradientKernel
{
    /// <summary>Filters that are worked on together.</summary>
    public const int Filters = 4;

    /// <summary>Neighbouring weights that are worked on together.</summary>
    public const int Taps = 3;

    /// <summary>Adds a rectangle of places to the sums of some filters and neighbouring weights.</summary>
    /// <param name="filters">1 to 4.</param>
    /// <param name="taps">1 to 3.</param>
    /// <param name="sums">One register for each filter and weight.</param>
    /// <param name="sumRow">From a filter's sums to the next.</param>
    /// <param name="gradient">The output's gradient at the first place.</param>
    /// <param name="gradientRow">From a filter to the next.</param>
    /// <param name="source">The input that the first weight met at the first place.</param>
    /// <param name="sourceRow">From what it met in a row of places to what it met in the next.</param>
    /// <param name="step">From what it met at a place to what it met at the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="places">Number of places in each row.</param>
    /// <param name="line">From a row of the gradient to the next.</param>
    /// <param name="wide">Whether a group of samples is two registers wide.</param>
    public static void Run<T, V>(int filters, int taps, T* sums, nint sumRow, T* gradient, nint gradientRow, T* source, nint sourceRow, nint step, int rows, int places, nint line, bool wide)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        if (wide)
        {
            Run<T, V, Two>(filters, taps, sums, sumRow, gradient, gradientRow, source, sourceRow, step, rows, places, line);
        }
        else
        {
            Run<T, V, One>(filters, taps, sums, sumRow, gradient, gradientRow, source, sourceRow, step, rows, places, line);
        }
    }

    private static void Run<T, V, N>(int filters, int taps, T* sums, nint sumRow, T* gradient, nint gradientRow, T* source, nint sourceRow, nint step, int rows, int places, nint line)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        where N : struct, IConstant
    {
        switch (filters)
        {
            case 1:
                Run<T, V, One, N>(taps, sums, sumRow, gradient, gradientRow, source, sourceRow, step, rows, places, line);
                break;
            case 2:
                Run<T, V, Two, N>(taps, sums, sumRow, gradient, gradientRow, source, sourceRow, step, rows, places, line);
                break;
            case 3:
                Run<T, V, Three, N>(taps, sums, sumRow, gradient, gradientRow, source, sourceRow, step, rows, places, line);
                break;
            default:
                Run<T, V, Four, N>(taps, sums, sumRow, gradient, gradientRow, source, sourceRow, step, rows, places, line);
                break;
        }
    }

    private static void Run<T, V, F, N>(int taps, T* sums, nint sumRow, T* gradient, nint gradientRow, T* source, nint sourceRow, nint step, int rows, int places, nint line)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        where F : struct, IConstant
        where N : struct, IConstant
    {
        switch (taps)
        {
            case 1:
                Run<T, V, F, One, N>(sums, sumRow, gradient, gradientRow, source, sourceRow, step, rows, places, line);
                break;
            case 2:
                Run<T, V, F, Two, N>(sums, sumRow, gradient, gradientRow, source, sourceRow, step, rows, places, line);
                break;
            default:
                Run<T, V, F, Three, N>(sums, sumRow, gradient, gradientRow, source, sourceRow, step, rows, places, line);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<T, V, F, K, N>(T* sums, nint sumRow, T* gradient, nint gradientRow, T* source, nint sourceRow, nint step, int rows, int places, nint line)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        where F : struct, IConstant
        where K : struct, IConstant
        where N : struct, IConstant
    {
        V s00 = V.Load(sums);
        V s01 = K.Value > 1 ? V.Load(sums + V.Count) : V.Zero;
        V s02 = K.Value > 2 ? V.Load(sums + (2 * V.Count)) : V.Zero;
        V s10 = F.Value > 1 ? V.Load(sums + sumRow) : V.Zero;
        V s11 = F.Value > 1 && K.Value > 1 ? V.Load(sums + sumRow + V.Count) : V.Zero;
        V s12 = F.Value > 1 && K.Value > 2 ? V.Load(sums + sumRow + (2 * V.Count)) : V.Zero;
        V s20 = F.Value > 2 ? V.Load(sums + (2 * sumRow)) : V.Zero;
        V s21 = F.Value > 2 && K.Value > 1 ? V.Load(sums + (2 * sumRow) + V.Count) : V.Zero;
        V s22 = F.Value > 2 && K.Value > 2 ? V.Load(sums + (2 * sumRow) + (2 * V.Count)) : V.Zero;
        V s30 = F.Value > 3 ? V.Load(sums + (3 * sumRow)) : V.Zero;
        V s31 = F.Value > 3 && K.Value > 1 ? V.Load(sums + (3 * sumRow) + V.Count) : V.Zero;
        V s32 = F.Value > 3 && K.Value > 2 ? V.Load(sums + (3 * sumRow) + (2 * V.Count)) : V.Zero;
        var second = gradient + (2 * gradientRow);
        for (; rows > 0; rows--)
        {
            for (var place = places; place > 0; place--)
            {
                for (var offset = 0; offset < N.Value * V.Count; offset += V.Count)
                {
                    var x0 = V.Load(source + offset);
                    var x1 = K.Value > 1 ? V.Load(source + (1 * N.Value * V.Count) + offset) : V.Zero;
                    var x2 = K.Value > 2 ? V.Load(source + (2 * N.Value * V.Count) + offset) : V.Zero;
                    var g = V.Load(gradient + offset);
                    s00 = V.Fma(g, x0, s00);
                    if (K.Value > 1)
                    {
                        s01 = V.Fma(g, x1, s01);
                    }
                    if (K.Value > 2)
                    {
                        s02 = V.Fma(g, x2, s02);
                    }
                    if (F.Value > 1)
                    {
                        g = V.Load(gradient + gradientRow + offset);
                        s10 = V.Fma(g, x0, s10);
                        if (K.Value > 1)
                        {
                            s11 = V.Fma(g, x1, s11);
                        }
                        if (K.Value > 2)
                        {
                            s12 = V.Fma(g, x2, s12);
                        }
                    }
                    if (F.Value > 2)
                    {
                        g = V.Load(second + offset);
                        s20 = V.Fma(g, x0, s20);
                        if (K.Value > 1)
                        {
                            s21 = V.Fma(g, x1, s21);
                        }
                        if (K.Value > 2)
                        {
                            s22 = V.Fma(g, x2, s22);
                        }
                    }
                    if (F.Value > 3)
                    {
                        g = V.Load(second + gradientRow + offset);
                        s30 = V.Fma(g, x0, s30);
                        if (K.Value > 1)
                        {
                            s31 = V.Fma(g, x1, s31);
                        }
                        if (K.Value > 2)
                        {
                            s32 = V.Fma(g, x2, s32);
                        }
                    }
                }
                gradient += N.Value * V.Count;
                second += N.Value * V.Count;
                source += step;
            }
            gradient += line - (places * N.Value * V.Count);
            second += line - (places * N.Value * V.Count);
            source += sourceRow - (places * step);
        }
        V.Store(s00, sums);
        if (K.Value > 1)
        {
            V.Store(s01, sums + V.Count);
        }
        if (K.Value > 2)
        {
            V.Store(s02, sums + (2 * V.Count));
        }
        if (F.Value > 1)
        {
            V.Store(s10, sums + sumRow);
        }
        if (F.Value > 1 && K.Value > 1)
        {
            V.Store(s11, sums + sumRow + V.Count);
        }
        if (F.Value > 1 && K.Value > 2)
        {
            V.Store(s12, sums + sumRow + (2 * V.Count));
        }
        if (F.Value > 2)
        {
            V.Store(s20, sums + (2 * sumRow));
        }
        if (F.Value > 2 && K.Value > 1)
        {
            V.Store(s21, sums + (2 * sumRow) + V.Count);
        }
        if (F.Value > 2 && K.Value > 2)
        {
            V.Store(s22, sums + (2 * sumRow) + (2 * V.Count));
        }
        if (F.Value > 3)
        {
            V.Store(s30, sums + (3 * sumRow));
        }
        if (F.Value > 3 && K.Value > 1)
        {
            V.Store(s31, sums + (3 * sumRow) + V.Count);
        }
        if (F.Value > 3 && K.Value > 2)
        {
            V.Store(s32, sums + (3 * sumRow) + (2 * V.Count));
        }
    }
}
