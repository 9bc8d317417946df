using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Kernels;

namespace Nnet.Engine.Layers.Convolutions;

/// <summary>A rectangle of places, with what some filters and some of their weights meet there.</summary>
/// <typeparam name="T">float or double.</typeparam>
public unsafe struct Patch<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>One register for each filter and weight.</summary>
    public T* Sums;

    /// <summary>From a filter's sums to the next.</summary>
    public nint SumRow;

    /// <summary>From a weight's sum to the next.</summary>
    public nint SumStep;

    /// <summary>The output's gradient at the first place.</summary>
    public T* Gradient;

    /// <summary>From a filter to the next.</summary>
    public nint GradientRow;

    /// <summary>From a place to the next.</summary>
    public nint GradientStep;

    /// <summary>From a row of places to the next.</summary>
    public nint GradientLine;

    /// <summary>The input that the first weight met at the first place.</summary>
    public T* Source;

    /// <summary>From what a weight met to what the next one met.</summary>
    public nint TapStep;

    /// <summary>From what a weight met at a place to what it met at the next.</summary>
    public nint SourceStep;

    /// <summary>From what it met in a row of places to what it met in the next.</summary>
    public nint SourceLine;

    /// <summary>Rows of places.</summary>
    public int Rows;

    /// <summary>Places in each row.</summary>
    public int Places;
}

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
    /// <param name="p">Where everything lies.</param>
    /// <param name="wide">Whether a group of samples is two registers wide.</param>
    public static void Run<T, V>(int filters, int taps, in Patch<T> p, bool wide)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        if (wide)
        {
            Run<T, V, Two>(filters, taps, in p);
        }
        else
        {
            Run<T, V, One>(filters, taps, in p);
        }
    }

    private static void Run<T, V, N>(int filters, int taps, in Patch<T> p)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        where N : struct, IConstant
    {
        switch (filters)
        {
            case 1:
                Run<T, V, One, N>(taps, in p);
                break;
            case 2:
                Run<T, V, Two, N>(taps, in p);
                break;
            case 3:
                Run<T, V, Three, N>(taps, in p);
                break;
            default:
                Run<T, V, Four, N>(taps, in p);
                break;
        }
    }

    private static void Run<T, V, F, N>(int taps, in Patch<T> p)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        where F : struct, IConstant
        where N : struct, IConstant
    {
        switch (taps)
        {
            case 1:
                Run<T, V, F, One, N>(in p);
                break;
            case 2:
                Run<T, V, F, Two, N>(in p);
                break;
            default:
                Run<T, V, F, Three, N>(in p);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<T, V, F, K, N>(in Patch<T> p)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        where F : struct, IConstant
        where K : struct, IConstant
        where N : struct, IConstant
    {
        V s00 = V.Load(p.Sums);
        V s01 = K.Value > 1 ? V.Load(p.Sums + p.SumStep) : V.Zero;
        V s02 = K.Value > 2 ? V.Load(p.Sums + (2 * p.SumStep)) : V.Zero;
        V s10 = F.Value > 1 ? V.Load(p.Sums + p.SumRow) : V.Zero;
        V s11 = F.Value > 1 && K.Value > 1 ? V.Load(p.Sums + p.SumRow + p.SumStep) : V.Zero;
        V s12 = F.Value > 1 && K.Value > 2 ? V.Load(p.Sums + p.SumRow + (2 * p.SumStep)) : V.Zero;
        V s20 = F.Value > 2 ? V.Load(p.Sums + (2 * p.SumRow)) : V.Zero;
        V s21 = F.Value > 2 && K.Value > 1 ? V.Load(p.Sums + (2 * p.SumRow) + p.SumStep) : V.Zero;
        V s22 = F.Value > 2 && K.Value > 2 ? V.Load(p.Sums + (2 * p.SumRow) + (2 * p.SumStep)) : V.Zero;
        V s30 = F.Value > 3 ? V.Load(p.Sums + (3 * p.SumRow)) : V.Zero;
        V s31 = F.Value > 3 && K.Value > 1 ? V.Load(p.Sums + (3 * p.SumRow) + p.SumStep) : V.Zero;
        V s32 = F.Value > 3 && K.Value > 2 ? V.Load(p.Sums + (3 * p.SumRow) + (2 * p.SumStep)) : V.Zero;
        T* gradient = p.Gradient, source = p.Source;
        nint gradientRow = p.GradientRow, tapStep = p.TapStep, gradientStep = p.GradientStep, sourceStep = p.SourceStep;
        var second = gradient + (2 * gradientRow);
        for (var row = p.Rows; row > 0; row--)
        {
            for (var place = p.Places; place > 0; place--)
            {
                for (var offset = 0; offset < N.Value * V.Count; offset += V.Count)
                {
                    var x0 = V.Load(source + offset);
                    var x1 = K.Value > 1 ? V.Load(source + tapStep + offset) : V.Zero;
                    var x2 = K.Value > 2 ? V.Load(source + (2 * tapStep) + offset) : V.Zero;
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
                gradient += gradientStep;
                second += gradientStep;
                source += sourceStep;
            }
            gradient += p.GradientLine - (p.Places * gradientStep);
            second += p.GradientLine - (p.Places * gradientStep);
            source += p.SourceLine - (p.Places * sourceStep);
        }
        V.Store(s00, p.Sums);
        if (K.Value > 1)
        {
            V.Store(s01, p.Sums + p.SumStep);
        }
        if (K.Value > 2)
        {
            V.Store(s02, p.Sums + (2 * p.SumStep));
        }
        if (F.Value > 1)
        {
            V.Store(s10, p.Sums + p.SumRow);
        }
        if (F.Value > 1 && K.Value > 1)
        {
            V.Store(s11, p.Sums + p.SumRow + p.SumStep);
        }
        if (F.Value > 1 && K.Value > 2)
        {
            V.Store(s12, p.Sums + p.SumRow + (2 * p.SumStep));
        }
        if (F.Value > 2)
        {
            V.Store(s20, p.Sums + (2 * p.SumRow));
        }
        if (F.Value > 2 && K.Value > 1)
        {
            V.Store(s21, p.Sums + (2 * p.SumRow) + p.SumStep);
        }
        if (F.Value > 2 && K.Value > 2)
        {
            V.Store(s22, p.Sums + (2 * p.SumRow) + (2 * p.SumStep));
        }
        if (F.Value > 3)
        {
            V.Store(s30, p.Sums + (3 * p.SumRow));
        }
        if (F.Value > 3 && K.Value > 1)
        {
            V.Store(s31, p.Sums + (3 * p.SumRow) + p.SumStep);
        }
        if (F.Value > 3 && K.Value > 2)
        {
            V.Store(s32, p.Sums + (3 * p.SumRow) + (2 * p.SumStep));
        }
    }
}
