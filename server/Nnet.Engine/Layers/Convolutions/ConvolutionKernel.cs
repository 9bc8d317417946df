using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Maps;

namespace Nnet.Engine.Layers.Convolutions;

/// <summary>
/// A convolution, forward or backward: every place of the result is a product of a matrix of weights with the places
/// of the source that its list names. As in <see cref="Gemm"/>, weights are broadcast and samples fill the registers.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public unsafe struct Convolution<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>First weight.</summary>
    public T* A;

    /// <summary>From the weights of a channel of the result to the next.</summary>
    public nint ARow;

    /// <summary>From the weights of a channel of the source to the next.</summary>
    public nint AChannel;

    /// <summary>The source's first channel.</summary>
    public T* B;

    /// <summary>From a channel of the source to the next.</summary>
    public nint BChannel;

    /// <summary>Channels of the source.</summary>
    public int Channels;

    /// <summary>The result's first channel.</summary>
    public T* C;

    /// <summary>From a channel of the result to the next.</summary>
    public nint CRow;

    /// <summary>One number per channel of the result, or null.</summary>
    public T* Bias;

    /// <summary>Channels of the result.</summary>
    public int Rows;
}

/// <summary>The kernel of <see cref="Convolution{T}"/>.</summary>
public static unsafe class ConvolutionKernel
{
    /// <summary>Computes all places of all channels of the result.</summary>
    /// <param name="p">The convolution.</param>
    /// <param name="taps">Which weights meet which places.</param>
    /// <param name="extent">Extent of the result.</param>
    /// <param name="wide">Whether a group of samples is two registers wide.</param>
    public static void Run<T, V>(in Convolution<T> p, TapTable taps, Axes extent, bool wide)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        var place = p;
        for (var z = 0; z < extent.Depth; z++)
        {
            for (var y = 0; y < extent.Height; y++)
            {
                var places = taps.Row(z, y, out var start, out var coupled);
                if (wide)
                {
                    Rows<T, V, Two>(in place, places, extent.Width, 1, start);
                }
                else
                {
                    // Samples fill one register only, so a second place beside it takes the other: the multipliers need two to keep busy.
                    Rows<T, V, Two>(in place, places, coupled, 2, start);
                    Rows<T, V, One>(in place, places + coupled, extent.Width - coupled, 1, start);
                }
                place.C += taps.ResultStep * extent.Width;
            }
        }
    }

    /// <summary>Computes all channels of the result for tiles of two registers of neighbouring places.</summary>
    /// <param name="p">The convolution of one sample.</param>
    /// <param name="tiles">What each tile meets.</param>
    /// <param name="count">Number of tiles.</param>
    internal static void Tiles<T, V>(in Convolution<T> p, Taps* tiles, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        => Rows<T, V, Two>(in p, tiles, count, 1, 0);

    /// <summary>All channels of the result, along one row of places; step says how many places a tile takes.</summary>
    private static void Rows<T, V, N>(in Convolution<T> p, Taps* places, int count, int step, nint start)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        where N : struct, IConstant
    {
        if (count == 0)
        {
            return;
        }
        for (var row = 0; row < p.Rows;)
        {
            // Few rows cannot keep the multipliers busy: 7 go as 4 + 3, 8 as 4 + 4.
            switch (p.Rows - row)
            {
                case 1:
                    Line<T, V, N>(in p, places, count, step, start, row);
                    row++;
                    break;
                case 2:
                    Tiles<T, V, N, Two>(in p, places, count, step, start, row);
                    row += 2;
                    break;
                case 3:
                    Tiles<T, V, N, Three>(in p, places, count, step, start, row);
                    row += 3;
                    break;
                case 4 or 7 or 8:
                    Tiles<T, V, N, Four>(in p, places, count, step, start, row);
                    row += 4;
                    break;
                case 5:
                    Tiles<T, V, N, Five>(in p, places, count, step, start, row);
                    row += 5;
                    break;
                case >= 12 when V.TileRows == 12:
                    Tiles<T, V, N, Twelve>(in p, places, count, step, start, row);
                    row += 12;
                    break;
                default:
                    Tiles<T, V, N, Six>(in p, places, count, step, start, row);
                    row += 6;
                    break;
            }
        }
    }

    /// <summary>One channel of the result: four tiles with one list go together, since one alone would wait for its own sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Line<T, V, N>(in Convolution<T> p, Taps* places, int count, int step, nint start, int row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        where N : struct, IConstant
    {
        var i = 0;
        while (i + (4 * step) <= count)
        {
            Taps* at = places + i, at1 = at + step, at2 = at1 + step, at3 = at2 + step;
            if (at1->First != at->First || at2->First != at->First || at3->First != at->First)
            {
                Single<T, V, N>(in p, at, step, start, row);
                i += step;
                continue;
            }
            var second = step == 1 ? V.Count : at[1].Start - at->Start;
            var pairs = at->First;
            var end = pairs + (2 * at->Count);
            V s0a = V.Zero, s0b = V.Zero;
            V s1a = V.Zero, s1b = V.Zero;
            V s2a = V.Zero, s2b = V.Zero;
            V s3a = V.Zero, s3b = V.Zero;
            var weights = p.A + (row * p.ARow);
            var x0 = p.B + start + at->Start;
            nint d1 = at1->Start - at->Start, d2 = at2->Start - at->Start, d3 = at3->Start - at->Start;
            for (var channel = p.Channels; channel > 0; channel--)
            {
                for (var pair = pairs; pair < end; pair += 2)
                {
                    var w = V.Broadcast(weights[pair[0]]);
                    var b = x0 + pair[1];
                    s0a = V.Fma(w, V.Load(b), s0a);
                    s1a = V.Fma(w, V.Load(b + d1), s1a);
                    s2a = V.Fma(w, V.Load(b + d2), s2a);
                    s3a = V.Fma(w, V.Load(b + d3), s3a);
                    if (N.Value > 1)
                    {
                        b += second;
                        s0b = V.Fma(w, V.Load(b), s0b);
                        s1b = V.Fma(w, V.Load(b + d1), s1b);
                        s2b = V.Fma(w, V.Load(b + d2), s2b);
                        s3b = V.Fma(w, V.Load(b + d3), s3b);
                    }
                }
                weights += p.AChannel;
                x0 += p.BChannel;
            }
            var c = p.C + (row * p.CRow);
            Finish<T, V, N>(s0a, s0b, c + at->Result, SecondResult<V, T>(at, step), p.Bias, row);
            Finish<T, V, N>(s1a, s1b, c + at1->Result, SecondResult<V, T>(at1, step), p.Bias, row);
            Finish<T, V, N>(s2a, s2b, c + at2->Result, SecondResult<V, T>(at2, step), p.Bias, row);
            Finish<T, V, N>(s3a, s3b, c + at3->Result, SecondResult<V, T>(at3, step), p.Bias, row);
            i += 4 * step;
        }
        for (; i < count; i += step)
        {
            Single<T, V, N>(in p, places + i, step, start, row);
        }
    }

    private static void Single<T, V, N>(in Convolution<T> p, Taps* place, int step, nint start, int row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        where N : struct, IConstant
        => Tiles<T, V, N, One>(in p, place, step, step, start, row);

    /// <summary>From a tile's first register of the result to its second.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint SecondResult<V, T>(Taps* place, int step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        => step == 1 ? V.Count : place[1].Result - place->Result;

    /// <summary>R channels of the result, along one row of places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tiles<T, V, N, R>(in Convolution<T> p, Taps* places, int count, int step, nint start, int row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        where N : struct, IConstant
        where R : struct, IConstant
    {
        nint rowStep = p.ARow, twoRows = 2 * rowStep;
        for (var place = places; place < places + count; place += step)
        {
            var pairs = place->First;
            var end = pairs + (2 * place->Count);
            var second = step == 1 ? V.Count : place[1].Start - place->Start;
            V c0a = V.Zero, c0b = V.Zero;
            V c1a = V.Zero, c1b = V.Zero;
            V c2a = V.Zero, c2b = V.Zero;
            V c3a = V.Zero, c3b = V.Zero;
            V c4a = V.Zero, c4b = V.Zero;
            V c5a = V.Zero, c5b = V.Zero;
            V c6a = V.Zero, c6b = V.Zero;
            V c7a = V.Zero, c7b = V.Zero;
            V c8a = V.Zero, c8b = V.Zero;
            V c9a = V.Zero, c9b = V.Zero;
            V c10a = V.Zero, c10b = V.Zero;
            V c11a = V.Zero, c11b = V.Zero;
            var weights = p.A + (row * rowStep);
            var source = p.B + start + place->Start;
            for (var channel = p.Channels; channel > 0; channel--)
            {
                for (var pair = pairs; pair < end; pair += 2)
                {
                    var a = weights + pair[0];
                    var b = source + pair[1];
                    T* a3 = a, a6 = a, a9 = a;
                    if (R.Value > 3)
                    {
                        a3 = a + twoRows + rowStep;
                    }
                    if (R.Value > 6)
                    {
                        a6 = a3 + twoRows + rowStep;
                        a9 = a6 + twoRows + rowStep;
                    }
                    var b0 = V.Load(b);
                    var b1 = N.Value > 1 ? V.Load(b + second) : V.Zero;
                    var x = V.Broadcast(*a);
                    c0a = V.Fma(x, b0, c0a);
                    if (N.Value > 1)
                    {
                        c0b = V.Fma(x, b1, c0b);
                    }
                    if (R.Value > 1)
                    {
                        x = V.Broadcast(a[rowStep]);
                        c1a = V.Fma(x, b0, c1a);
                        if (N.Value > 1)
                        {
                            c1b = V.Fma(x, b1, c1b);
                        }
                    }
                    if (R.Value > 2)
                    {
                        x = V.Broadcast(a[twoRows]);
                        c2a = V.Fma(x, b0, c2a);
                        if (N.Value > 1)
                        {
                            c2b = V.Fma(x, b1, c2b);
                        }
                    }
                    if (R.Value > 3)
                    {
                        x = V.Broadcast(*a3);
                        c3a = V.Fma(x, b0, c3a);
                        if (N.Value > 1)
                        {
                            c3b = V.Fma(x, b1, c3b);
                        }
                    }
                    if (R.Value > 4)
                    {
                        x = V.Broadcast(a3[rowStep]);
                        c4a = V.Fma(x, b0, c4a);
                        if (N.Value > 1)
                        {
                            c4b = V.Fma(x, b1, c4b);
                        }
                    }
                    if (R.Value > 5)
                    {
                        x = V.Broadcast(a3[twoRows]);
                        c5a = V.Fma(x, b0, c5a);
                        if (N.Value > 1)
                        {
                            c5b = V.Fma(x, b1, c5b);
                        }
                    }
                    if (R.Value > 6)
                    {
                        x = V.Broadcast(*a6);
                        c6a = V.Fma(x, b0, c6a);
                        if (N.Value > 1)
                        {
                            c6b = V.Fma(x, b1, c6b);
                        }
                    }
                    if (R.Value > 7)
                    {
                        x = V.Broadcast(a6[rowStep]);
                        c7a = V.Fma(x, b0, c7a);
                        if (N.Value > 1)
                        {
                            c7b = V.Fma(x, b1, c7b);
                        }
                    }
                    if (R.Value > 8)
                    {
                        x = V.Broadcast(a6[twoRows]);
                        c8a = V.Fma(x, b0, c8a);
                        if (N.Value > 1)
                        {
                            c8b = V.Fma(x, b1, c8b);
                        }
                    }
                    if (R.Value > 9)
                    {
                        x = V.Broadcast(*a9);
                        c9a = V.Fma(x, b0, c9a);
                        if (N.Value > 1)
                        {
                            c9b = V.Fma(x, b1, c9b);
                        }
                    }
                    if (R.Value > 10)
                    {
                        x = V.Broadcast(a9[rowStep]);
                        c10a = V.Fma(x, b0, c10a);
                        if (N.Value > 1)
                        {
                            c10b = V.Fma(x, b1, c10b);
                        }
                    }
                    if (R.Value > 11)
                    {
                        x = V.Broadcast(a9[twoRows]);
                        c11a = V.Fma(x, b0, c11a);
                        if (N.Value > 1)
                        {
                            c11b = V.Fma(x, b1, c11b);
                        }
                    }
                }
                weights += p.AChannel;
                source += p.BChannel;
            }
            var c = p.C + (row * p.CRow) + place->Result;
            var beside = SecondResult<V, T>(place, step);
            Finish<T, V, N>(c0a, c0b, c, beside, p.Bias, row);
            if (R.Value > 1)
            {
                Finish<T, V, N>(c1a, c1b, c + p.CRow, beside, p.Bias, row + 1);
            }
            if (R.Value > 2)
            {
                Finish<T, V, N>(c2a, c2b, c + (2 * p.CRow), beside, p.Bias, row + 2);
            }
            if (R.Value > 3)
            {
                Finish<T, V, N>(c3a, c3b, c + (3 * p.CRow), beside, p.Bias, row + 3);
            }
            if (R.Value > 4)
            {
                Finish<T, V, N>(c4a, c4b, c + (4 * p.CRow), beside, p.Bias, row + 4);
            }
            if (R.Value > 5)
            {
                Finish<T, V, N>(c5a, c5b, c + (5 * p.CRow), beside, p.Bias, row + 5);
            }
            if (R.Value > 6)
            {
                Finish<T, V, N>(c6a, c6b, c + (6 * p.CRow), beside, p.Bias, row + 6);
            }
            if (R.Value > 7)
            {
                Finish<T, V, N>(c7a, c7b, c + (7 * p.CRow), beside, p.Bias, row + 7);
            }
            if (R.Value > 8)
            {
                Finish<T, V, N>(c8a, c8b, c + (8 * p.CRow), beside, p.Bias, row + 8);
            }
            if (R.Value > 9)
            {
                Finish<T, V, N>(c9a, c9b, c + (9 * p.CRow), beside, p.Bias, row + 9);
            }
            if (R.Value > 10)
            {
                Finish<T, V, N>(c10a, c10b, c + (10 * p.CRow), beside, p.Bias, row + 10);
            }
            if (R.Value > 11)
            {
                Finish<T, V, N>(c11a, c11b, c + (11 * p.CRow), beside, p.Bias, row + 11);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish<T, V, N>(V first, V second, T* c, nint beside, T* bias, int row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        where N : struct, IConstant
    {
        if (bias != null)
        {
            var start = V.Broadcast(bias[row]);
            first += start;
            second += start;
        }
        V.Store(first, c);
        if (N.Value > 1)
        {
            V.Store(second, c + beside);
        }
    }
}
