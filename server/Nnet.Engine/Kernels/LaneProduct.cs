using System.Numerics;
using System.Runtime.CompilerServices;

namespace Nnet.Engine.Kernels;

/// <summary>
/// A product C = A·B of which every lane has its own A, B and C, as in attention, where each sample looks at itself. An element is a
/// register; strides count numbers.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public unsafe struct LaneFactors<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>First element of A.</summary>
    public T* A;

    /// <summary>From a row of A to the next.</summary>
    public nint ARow;

    /// <summary>From an element of A's row to the next.</summary>
    public nint AStep;

    /// <summary>First element of B.</summary>
    public T* B;

    /// <summary>From a column of B to the next.</summary>
    public nint BColumn;

    /// <summary>From an element of B's column to the next.</summary>
    public nint BStep;

    /// <summary>First element of C.</summary>
    public T* C;

    /// <summary>From a row of C to the next.</summary>
    public nint CRow;

    /// <summary>From a column of C to the next.</summary>
    public nint CColumn;

    /// <summary>Elements of A's rows and B's columns.</summary>
    public int Depth;

    /// <summary>Whether the product is added to what C holds.</summary>
    public bool Accumulate;
}

/// <summary>Computes <see cref="LaneFactors{T}"/>: a tile of four rows and three columns is held in registers while A and B stream by.</summary>
public static unsafe class LaneProduct
{
    private const int TileRows = 4;
    private const int TileColumns = 3;

    /// <summary>Computes all rows and columns of the product.</summary>
    public static void Multiply<T, V>(in LaneFactors<T> p, int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        var row = 0;
        for (; row + TileRows <= rows; row += TileRows)
        {
            Columns<T, V, Four>(in p, row, columns);
        }
        switch (rows - row)
        {
            case 1:
                Columns<T, V, One>(in p, row, columns);
                break;
            case 2:
                Columns<T, V, Two>(in p, row, columns);
                break;
            case 3:
                Columns<T, V, Three>(in p, row, columns);
                break;
        }
    }

    private static void Columns<T, V, R>(in LaneFactors<T> p, int row, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        where R : struct, IConstant
    {
        var whole = columns / TileColumns;
        Tiles<T, V, R, Three>(in p, row, 0, whole);
        switch (columns % TileColumns)
        {
            case 1:
                Tiles<T, V, R, One>(in p, row, whole * TileColumns, 1);
                break;
            case 2:
                Tiles<T, V, R, Two>(in p, row, whole * TileColumns, 1);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tiles<T, V, R, N>(in LaneFactors<T> p, int row, int column, int tiles)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        where R : struct, IConstant
        where N : struct, IConstant
    {
        nint aRow = p.ARow, aStep = p.AStep, bColumn = p.BColumn, bStep = p.BStep;
        for (var tile = 0; tile < tiles; tile++, column += N.Value)
        {
            V c00 = V.Zero, c01 = V.Zero, c02 = V.Zero;
            V c10 = V.Zero, c11 = V.Zero, c12 = V.Zero;
            V c20 = V.Zero, c21 = V.Zero, c22 = V.Zero;
            V c30 = V.Zero, c31 = V.Zero, c32 = V.Zero;
            var a = p.A + (row * aRow);
            var a2 = R.Value > 2 ? a + (2 * aRow) : a;
            var b = p.B + (column * bColumn);
            for (nint k = p.Depth; k > 0; k--)
            {
                var b0 = V.Load(b);
                var b1 = N.Value > 1 ? V.Load(b + bColumn) : V.Zero;
                var b2 = N.Value > 2 ? V.Load(b + (2 * bColumn)) : V.Zero;
                var x = V.Load(a);
                c00 = V.Fma(x, b0, c00);
                if (N.Value > 1)
                {
                    c01 = V.Fma(x, b1, c01);
                }
                if (N.Value > 2)
                {
                    c02 = V.Fma(x, b2, c02);
                }
                if (R.Value > 1)
                {
                    x = V.Load(a + aRow);
                    c10 = V.Fma(x, b0, c10);
                    if (N.Value > 1)
                    {
                        c11 = V.Fma(x, b1, c11);
                    }
                    if (N.Value > 2)
                    {
                        c12 = V.Fma(x, b2, c12);
                    }
                }
                if (R.Value > 2)
                {
                    x = V.Load(a2);
                    c20 = V.Fma(x, b0, c20);
                    if (N.Value > 1)
                    {
                        c21 = V.Fma(x, b1, c21);
                    }
                    if (N.Value > 2)
                    {
                        c22 = V.Fma(x, b2, c22);
                    }
                }
                if (R.Value > 3)
                {
                    x = V.Load(a2 + aRow);
                    c30 = V.Fma(x, b0, c30);
                    if (N.Value > 1)
                    {
                        c31 = V.Fma(x, b1, c31);
                    }
                    if (N.Value > 2)
                    {
                        c32 = V.Fma(x, b2, c32);
                    }
                }
                a += aStep;
                a2 += aStep;
                b += bStep;
            }
            var c = p.C + (row * p.CRow) + (column * p.CColumn);
            Finish<T, V, N>(in p, c, c00, c01, c02);
            if (R.Value > 1)
            {
                Finish<T, V, N>(in p, c + p.CRow, c10, c11, c12);
            }
            if (R.Value > 2)
            {
                Finish<T, V, N>(in p, c + (2 * p.CRow), c20, c21, c22);
            }
            if (R.Value > 3)
            {
                Finish<T, V, N>(in p, c + (3 * p.CRow), c30, c31, c32);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish<T, V, N>(in LaneFactors<T> p, T* c, V first, V second, V third)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        where N : struct, IConstant
    {
        Put<T, V>(c, first, p.Accumulate);
        if (N.Value > 1)
        {
            Put<T, V>(c + p.CColumn, second, p.Accumulate);
        }
        if (N.Value > 2)
        {
            Put<T, V>(c + (2 * p.CColumn), third, p.Accumulate);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<T, V>(T* c, V value, bool accumulate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        => V.Store(accumulate ? value + V.Load(c) : value, c);
}
