using ILGPU;
using Nnet.Engine.Ilgpu.Execution;

namespace Nnet.Engine.Ilgpu.Kernels;

/// <summary>A tile of 16×128 of C for a group of 64 threads, 4×8 for each: for products with few rows, such as small convolutions and last layers. It goes as <see cref="SquareTile"/> does.</summary>
internal static class FlatTile
{
    /// <summary>Rows of C that a group computes.</summary>
    public const int Rows = 16;

    /// <summary>Columns of C that a group computes.</summary>
    public const int Columns = 128;

    // Quads from a term to the next: more than there are, so that neighbouring threads write to different banks.
    private const int StrideOfA = (Rows / 4) + 1;
    private const int StrideOfB = (Columns / 4) + 1;

    /// <summary>Threads along the columns.</summary>
    private const int Threads = 16;

    /// <summary>The kernel.</summary>
    public static void Run<TProduct>(SplitProduct<TProduct> split)
        where TProduct : struct, IProduct
    {
        var p = split.Product;
        var a = SharedMemory.Allocate<Quad>(2 * StrideOfA * Tile.Chunk);
        var b = SharedMemory.Allocate<Quad>(2 * StrideOfB * Tile.Chunk);
        var thread = Group.IdxX;
        var (part, piece) = (Grid.IdxZ / split.Splits, Grid.IdxZ % split.Splits);
        var (firstColumn, firstRow) = (Grid.IdxX * Columns, Grid.IdxY * Rows);
        var (x, y) = (thread % Threads, thread / Threads);
        var (from, to) = (piece * split.Span, IntrinsicMath.Min(p.Depth, (piece + 1) * split.Span));
        var (termsOfA, termsOfB) = (p.TakesTermsOfA, p.TakesTermsOfB);
        // A chunk of A is half as many fours as there are threads.
        var bringsA = thread < Scene.GroupThreads / 2;
        var (row, stepOfRow) = (Tile.LineOf(termsOfA, Rows, thread, 0), Tile.StepOf(termsOfA, Rows, thread, 0));
        var (columnA, columnB) = (Tile.LineOf(termsOfB, Columns, thread, 0), Tile.LineOf(termsOfB, Columns, thread, 1));
        var (columnC, columnD) = (Tile.LineOf(termsOfB, Columns, thread, 2), Tile.LineOf(termsOfB, Columns, thread, 3));
        var (stepA, stepB) = (Tile.StepOf(termsOfB, Columns, thread, 0), Tile.StepOf(termsOfB, Columns, thread, 1));
        var (stepC, stepD) = (Tile.StepOf(termsOfB, Columns, thread, 2), Tile.StepOf(termsOfB, Columns, thread, 3));
        var spotA = Tile.Column(p, part, firstColumn + columnA);
        var spotB = termsOfB ? Tile.Column(p, part, firstColumn + columnB) : spotA;
        var spotC = termsOfB ? Tile.Column(p, part, firstColumn + columnC) : spotA;
        var spotD = termsOfB ? Tile.Column(p, part, firstColumn + columnD) : spotA;
        Eight row0 = default, row1 = default, row2 = default, row3 = default;
        var nextRow = bringsA ? Tile.A(p, part, from + stepOfRow, to, firstRow + row) : default;
        var nextA = Tile.B(p, part, from + stepA, to, firstColumn + columnA, spotA);
        var nextB = Tile.B(p, part, from + stepB, to, firstColumn + columnB, spotB);
        var nextC = Tile.B(p, part, from + stepC, to, firstColumn + columnC, spotC);
        var nextD = Tile.B(p, part, from + stepD, to, firstColumn + columnD, spotD);
        var half = 0;
        for (var begin = from; begin < to; begin += Tile.Chunk)
        {
            if (bringsA)
            {
                Tile.Put(a, StrideOfA, termsOfA, row, half + stepOfRow, nextRow);
            }
            Tile.Put(b, StrideOfB, termsOfB, columnA, half + stepA, nextA);
            Tile.Put(b, StrideOfB, termsOfB, columnB, half + stepB, nextB);
            Tile.Put(b, StrideOfB, termsOfB, columnC, half + stepC, nextC);
            Tile.Put(b, StrideOfB, termsOfB, columnD, half + stepD, nextD);
            Group.Barrier();
            var next = begin + Tile.Chunk;
            if (next < to)
            {
                nextRow = bringsA ? Tile.A(p, part, next + stepOfRow, to, firstRow + row) : default;
                nextA = Tile.B(p, part, next + stepA, to, firstColumn + columnA, spotA);
                nextB = Tile.B(p, part, next + stepB, to, firstColumn + columnB, spotB);
                nextC = Tile.B(p, part, next + stepC, to, firstColumn + columnC, spotC);
                nextD = Tile.B(p, part, next + stepD, to, firstColumn + columnD, spotD);
            }
            for (var step = 0; step < Tile.Chunk; step++)
            {
                var line = half + step;
                Quad rows = a[(line * StrideOfA) + y], left = b[(line * StrideOfB) + x], right = b[(line * StrideOfB) + x + Threads];
                row0 = Eight.Add(row0, rows.A, left, right);
                row1 = Eight.Add(row1, rows.B, left, right);
                row2 = Eight.Add(row2, rows.C, left, right);
                row3 = Eight.Add(row3, rows.D, left, right);
            }
            half = Tile.Chunk - half;
        }
        var (topRow, leftColumn) = (firstRow + (4 * y), firstColumn + (4 * x));
        Tile.Store(split, part, piece, topRow, leftColumn, Columns / 2, row0);
        Tile.Store(split, part, piece, topRow + 1, leftColumn, Columns / 2, row1);
        Tile.Store(split, part, piece, topRow + 2, leftColumn, Columns / 2, row2);
        Tile.Store(split, part, piece, topRow + 3, leftColumn, Columns / 2, row3);
    }
}
