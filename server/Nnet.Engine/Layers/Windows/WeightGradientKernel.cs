using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Kernels;

namespace Nnet.Engine.Layers.Windows;

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

    /// <summary>Adds a run of places to the sums of some filters and neighbouring weights.</summary>
    /// <param name="filters">1 to 4.</param>
    /// <param name="taps">1 to 3.</param>
    /// <param name="sums">One register for each filter and weight.</param>
    /// <param name="sumRow">From a filter's sums to the next.</param>
    /// <param name="gradient">The output's gradient at the first place.</param>
    /// <param name="gradientRow">From a filter to the next.</param>
    /// <param name="source">The input that the first weight met at the first place.</param>
    /// <param name="step">From what it met at a place to what it met at the next.</param>
    /// <param name="places">Number of places.</param>
    /// <param name="lanes">Samples in a group.</param>
    public static void Run<T, V>(int filters, int taps, T* sums, nint sumRow, T* gradient, nint gradientRow, T* source, nint step, int places, int lanes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        switch (filters)
        {
            case 1:
                Run<T, V, One>(taps, sums, sumRow, gradient, gradientRow, source, step, places, lanes);
                break;
            case 2:
                Run<T, V, Two>(taps, sums, sumRow, gradient, gradientRow, source, step, places, lanes);
                break;
            case 3:
                Run<T, V, Three>(taps, sums, sumRow, gradient, gradientRow, source, step, places, lanes);
                break;
            default:
                Run<T, V, Four>(taps, sums, sumRow, gradient, gradientRow, source, step, places, lanes);
                break;
        }
    }

    private static void Run<T, V, F>(int taps, T* sums, nint sumRow, T* gradient, nint gradientRow, T* source, nint step, int places, int lanes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        where F : struct, IConstant
    {
        switch (taps)
        {
            case 1:
                Run<T, V, F, One>(sums, sumRow, gradient, gradientRow, source, step, places, lanes);
                break;
            case 2:
                Run<T, V, F, Two>(sums, sumRow, gradient, gradientRow, source, step, places, lanes);
                break;
            default:
                Run<T, V, F, Three>(sums, sumRow, gradient, gradientRow, source, step, places, lanes);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<T, V, F, K>(T* sums, nint sumRow, T* gradient, nint gradientRow, T* source, nint step, int places, nint lanes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        where F : struct, IConstant
        where K : struct, IConstant
    {
        V s00 = V.Load(sums);
        V s01 = F.Value > 0 && K.Value > 1 ? V.Load(sums + (0 * sumRow) + (1 * V.Count)) : V.Zero;
        V s02 = F.Value > 0 && K.Value > 2 ? V.Load(sums + (0 * sumRow) + (2 * V.Count)) : V.Zero;
        V s10 = F.Value > 1 && K.Value > 0 ? V.Load(sums + (1 * sumRow) + (0 * V.Count)) : V.Zero;
        V s11 = F.Value > 1 && K.Value > 1 ? V.Load(sums + (1 * sumRow) + (1 * V.Count)) : V.Zero;
        V s12 = F.Value > 1 && K.Value > 2 ? V.Load(sums + (1 * sumRow) + (2 * V.Count)) : V.Zero;
        V s20 = F.Value > 2 && K.Value > 0 ? V.Load(sums + (2 * sumRow) + (0 * V.Count)) : V.Zero;
        V s21 = F.Value > 2 && K.Value > 1 ? V.Load(sums + (2 * sumRow) + (1 * V.Count)) : V.Zero;
        V s22 = F.Value > 2 && K.Value > 2 ? V.Load(sums + (2 * sumRow) + (2 * V.Count)) : V.Zero;
        V s30 = F.Value > 3 && K.Value > 0 ? V.Load(sums + (3 * sumRow) + (0 * V.Count)) : V.Zero;
        V s31 = F.Value > 3 && K.Value > 1 ? V.Load(sums + (3 * sumRow) + (1 * V.Count)) : V.Zero;
        V s32 = F.Value > 3 && K.Value > 2 ? V.Load(sums + (3 * sumRow) + (2 * V.Count)) : V.Zero;
        for (; places > 0; places--)
        {
            for (nint lane = 0; lane < lanes; lane += V.Count)
            {
                var x0 = V.Load(source);
                var x1 = K.Value > 1 ? V.Load(source + (1 * lanes)) : V.Zero;
                var x2 = K.Value > 2 ? V.Load(source + (2 * lanes)) : V.Zero;
                var g = V.Load(gradient);
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
                    g = V.Load(gradient + gradientRow);
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
                    g = V.Load(gradient + (2 * gradientRow));
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
                    g = V.Load(gradient + (3 * gradientRow));
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
                gradient += V.Count;
                source += V.Count;
            }
            source += step - lanes;
        }
        V.Store(s00, sums);
        if (F.Value > 0 && K.Value > 1)
        {
            V.Store(s01, sums + (0 * sumRow) + (1 * V.Count));
        }
        if (F.Value > 0 && K.Value > 2)
        {
            V.Store(s02, sums + (0 * sumRow) + (2 * V.Count));
        }
        if (F.Value > 1 && K.Value > 0)
        {
            V.Store(s10, sums + (1 * sumRow) + (0 * V.Count));
        }
        if (F.Value > 1 && K.Value > 1)
        {
            V.Store(s11, sums + (1 * sumRow) + (1 * V.Count));
        }
        if (F.Value > 1 && K.Value > 2)
        {
            V.Store(s12, sums + (1 * sumRow) + (2 * V.Count));
        }
        if (F.Value > 2 && K.Value > 0)
        {
            V.Store(s20, sums + (2 * sumRow) + (0 * V.Count));
        }
        if (F.Value > 2 && K.Value > 1)
        {
            V.Store(s21, sums + (2 * sumRow) + (1 * V.Count));
        }
        if (F.Value > 2 && K.Value > 2)
        {
            V.Store(s22, sums + (2 * sumRow) + (2 * V.Count));
        }
        if (F.Value > 3 && K.Value > 0)
        {
            V.Store(s30, sums + (3 * sumRow) + (0 * V.Count));
        }
        if (F.Value > 3 && K.Value > 1)
        {
            V.Store(s31, sums + (3 * sumRow) + (1 * V.Count));
        }
        if (F.Value > 3 && K.Value > 2)
        {
            V.Store(s32, sums + (3 * sumRow) + (2 * V.Count));
        }
    }
}
