using System.Numerics;
using System.Runtime.CompilerServices;

namespace Nnet.Engine.Kernels;

/// <summary>
/// A product C = A·B (+ bias, or + C) in the form that all dense products take: A's elements are broadcast, so any
/// strides do; B and C are read and written in whole registers along their columns. Columns come in tiles of one or
/// two registers and the contraction in blocks, each with a stride of its own, so that the lane groups of a batch can
/// be either: columns in the forward and backward products, the contraction in the product of the weights' gradient.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public unsafe struct Product<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>First element of A.</summary>
    public T* A;

    /// <summary>From a row of A to the next.</summary>
    public nint ARow;

    /// <summary>From an element of A's row to the next.</summary>
    public nint AStep;

    /// <summary>From a block of A's row to the next.</summary>
    public nint ABlock;

    /// <summary>First element of B.</summary>
    public T* B;

    /// <summary>From a row of B to the next.</summary>
    public nint BStep;

    /// <summary>From a block of B's rows to the next.</summary>
    public nint BBlock;

    /// <summary>From a column tile of B to the next.</summary>
    public nint BTile;

    /// <summary>From the first to the second register of a wide tile of B; zero where they lie side by side.</summary>
    public nint BSecond;

    /// <summary>First element of C.</summary>
    public T* C;

    /// <summary>From a row of C to the next.</summary>
    public nint CRow;

    /// <summary>From a column tile of C to the next.</summary>
    public nint CTile;

    /// <summary>From the first to the second register of a wide tile of C; zero where they lie side by side.</summary>
    public nint CSecond;

    /// <summary>One number per row of C to start from, or null for zero.</summary>
    public T* Bias;

    /// <summary>Whether the product is added to what C holds.</summary>
    public bool Accumulate;

    /// <summary>Number of blocks of the contraction.</summary>
    public int Blocks;

    /// <summary>Elements of every block but the last.</summary>
    public int Depth;

    /// <summary>Elements of the last block.</summary>
    public int LastDepth;
}

/// <summary>The matrix product: a tile of C is held in registers while A and B stream by (Goto and van de Geijn 2008).</summary>
public static unsafe class Gemm
{
    /// <summary>Longest contraction that is done in one go: a tile's columns then take some 64 KiB.</summary>
    private const int CacheDepth = 1024;

    /// <summary>What columns may take that all rows of a panel go through: half of a first-level cache.</summary>
    private const int TileBytes = 16 << 10;

    /// <summary>What a panel of rows may take: half of a second-level cache.</summary>
    private const int PanelBytes = 256 << 10;

    /// <summary>Computes rows <paramref name="from"/> to <paramref name="to"/> of the product, for <paramref name="tiles"/> tiles of columns.</summary>
    /// <param name="p">The product.</param>
    /// <param name="from">First row.</param>
    /// <param name="to">Row behind the last.</param>
    /// <param name="tiles">Number of column tiles.</param>
    /// <param name="wide">Whether a tile is two registers wide, or one.</param>
    public static void Multiply<T, V>(in Product<T> p, int from, int to, int tiles, bool wide)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        if (p.Blocks > 1 || p.LastDepth <= CacheDepth)
        {
            Run<T, V>(in p, from, to, tiles, wide);
            return;
        }
        // A long contraction goes in parts, so that the columns' part stays in the cache for all rows.
        var part = p;
        for (var done = 0; done < p.LastDepth; done += CacheDepth)
        {
            part.LastDepth = Math.Min(CacheDepth, p.LastDepth - done);
            Run<T, V>(in part, from, to, tiles, wide);
            part.A += part.LastDepth * part.AStep;
            part.B += part.LastDepth * part.BStep;
            part.Bias = null;
            part.Accumulate = true;
        }
    }

    /// <summary>
    /// Computes all rows of a product whose columns are lanes: groups of samples, or the places of one group. Tiles of one register go in
    /// pairs; rows and tiles go in panels, so that neither weights nor columns are fetched from far more than once or twice.
    /// </summary>
    /// <param name="p">The product; its tiles are those of <paramref name="lanes"/> columns.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="tiles">Number of tiles.</param>
    /// <param name="lanes">Columns of a tile: one or two registers.</param>
    public static void MultiplyLanes<T, V>(Product<T> p, int rows, int tiles, int lanes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        if (lanes == V.Count && tiles > 1)
        {
            if (tiles % 2 != 0)
            {
                tiles--;
                var last = p;
                last.B += tiles * p.BTile;
                last.C += tiles * p.CTile;
                Multiply<T, V>(in last, 0, rows, 1, wide: false);
            }
            (p.BSecond, p.BTile) = (p.BTile, 2 * p.BTile);
            (p.CSecond, p.CTile) = (p.CTile, 2 * p.CTile);
            tiles /= 2;
            lanes = 2 * V.Count;
        }
        var depth = Math.Max(1, Math.Min(p.LastDepth, CacheDepth));
        var most = Math.Max(1, TileBytes / (depth * lanes * sizeof(T)));
        var panel = Math.Max(1, PanelBytes / (depth * sizeof(T)) / 12) * 12;
        for (var row = 0; row < rows; row += panel)
        {
            var part = p;
            for (var tile = 0; tile < tiles; tile += most)
            {
                Multiply<T, V>(in part, row, Math.Min(rows, row + panel), Math.Min(most, tiles - tile), lanes > V.Count);
                part.B += most * p.BTile;
                part.C += most * p.CTile;
            }
        }
    }

    private static void Run<T, V>(in Product<T> p, int from, int to, int tiles, bool wide)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        if (wide)
        {
            Run<T, V, Two>(in p, from, to, tiles);
        }
        else
        {
            Run<T, V, One>(in p, from, to, tiles);
        }
    }

    private static void Run<T, V, N>(in Product<T> p, int from, int to, int tiles)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        where N : struct, IConstant
    {
        var row = from;
        if (V.TileRows == 12)
        {
            row = Rows<T, V, N, Twelve>(in p, row, to, tiles);
        }
        row = Rows<T, V, N, Six>(in p, row, to, tiles);
        switch (to - row)
        {
            case 1:
                Rows<T, V, N, One>(in p, row, to, tiles);
                break;
            case 2:
                Rows<T, V, N, Two>(in p, row, to, tiles);
                break;
            case 3:
                Rows<T, V, N, Three>(in p, row, to, tiles);
                break;
            case 4:
                Rows<T, V, N, Four>(in p, row, to, tiles);
                break;
            case 5:
                Rows<T, V, N, Five>(in p, row, to, tiles);
                break;
        }
    }

    /// <summary>All whole blocks of R rows; returns the first row that is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Rows<T, V, N, R>(in Product<T> p, int from, int to, int tiles)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        where N : struct, IConstant
        where R : struct, IConstant
    {
        nint rowStep = p.ARow, twoRows = 2 * rowStep, aStep = p.AStep, bStep = p.BStep;
        nint bSecond = p.BSecond == 0 ? V.Count : p.BSecond, cSecond = p.CSecond == 0 ? V.Count : p.CSecond;
        var row = from;
        for (; row + R.Value <= to; row += R.Value)
        {
            for (var tile = 0; tile < tiles; tile++)
            {
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
                for (var block = 0; block < p.Blocks; block++)
                {
                    var a = p.A + (row * rowStep) + (block * p.ABlock);
                    var b = p.B + (tile * p.BTile) + (block * p.BBlock);
                    T* a3 = a, a6 = a, a9 = a;
                    if (R.Value > 3)
                    {
                        a3 = a + (3 * rowStep);
                    }
                    if (R.Value > 6)
                    {
                        a6 = a3 + (3 * rowStep);
                        a9 = a6 + (3 * rowStep);
                    }
                    for (nint k = block == p.Blocks - 1 ? p.LastDepth : p.Depth; k > 0; k--)
                    {
                        var b0 = V.Load(b);
                        var b1 = N.Value > 1 ? V.Load(b + bSecond) : V.Zero;
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
                        a += aStep;
                        if (R.Value > 3)
                        {
                            a3 += aStep;
                        }
                        if (R.Value > 6)
                        {
                            a6 += aStep;
                            a9 += aStep;
                        }
                        b += bStep;
                    }
                }
                var c = p.C + (row * p.CRow) + (tile * p.CTile);
                Finish<T, V, N>(c0a, c0b, c, cSecond, p.Bias, row, p.Accumulate);
                if (R.Value > 1)
                {
                    Finish<T, V, N>(c1a, c1b, c + p.CRow, cSecond, p.Bias, row + 1, p.Accumulate);
                }
                if (R.Value > 2)
                {
                    Finish<T, V, N>(c2a, c2b, c + (2 * p.CRow), cSecond, p.Bias, row + 2, p.Accumulate);
                }
                if (R.Value > 3)
                {
                    Finish<T, V, N>(c3a, c3b, c + (3 * p.CRow), cSecond, p.Bias, row + 3, p.Accumulate);
                }
                if (R.Value > 4)
                {
                    Finish<T, V, N>(c4a, c4b, c + (4 * p.CRow), cSecond, p.Bias, row + 4, p.Accumulate);
                }
                if (R.Value > 5)
                {
                    Finish<T, V, N>(c5a, c5b, c + (5 * p.CRow), cSecond, p.Bias, row + 5, p.Accumulate);
                }
                if (R.Value > 6)
                {
                    Finish<T, V, N>(c6a, c6b, c + (6 * p.CRow), cSecond, p.Bias, row + 6, p.Accumulate);
                }
                if (R.Value > 7)
                {
                    Finish<T, V, N>(c7a, c7b, c + (7 * p.CRow), cSecond, p.Bias, row + 7, p.Accumulate);
                }
                if (R.Value > 8)
                {
                    Finish<T, V, N>(c8a, c8b, c + (8 * p.CRow), cSecond, p.Bias, row + 8, p.Accumulate);
                }
                if (R.Value > 9)
                {
                    Finish<T, V, N>(c9a, c9b, c + (9 * p.CRow), cSecond, p.Bias, row + 9, p.Accumulate);
                }
                if (R.Value > 10)
                {
                    Finish<T, V, N>(c10a, c10b, c + (10 * p.CRow), cSecond, p.Bias, row + 10, p.Accumulate);
                }
                if (R.Value > 11)
                {
                    Finish<T, V, N>(c11a, c11b, c + (11 * p.CRow), cSecond, p.Bias, row + 11, p.Accumulate);
                }
            }
        }
        return row;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish<T, V, N>(V first, V second, T* c, nint cSecond, T* bias, int row, bool accumulate)
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
        if (accumulate)
        {
            first += V.Load(c);
            if (N.Value > 1)
            {
                second += V.Load(c + cSecond);
            }
        }
        V.Store(first, c);
        if (N.Value > 1)
        {
            V.Store(second, c + cSecond);
        }
    }
}
