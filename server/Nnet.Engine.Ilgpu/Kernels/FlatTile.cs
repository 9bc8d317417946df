using ILGPU;
using Nnet.Engine.Ilgpu.Execution;

namespace Nnet.Engine.Ilgpu.Kernels;

/// <summary>A tile of 16×128 of C for a group of 64 threads, 4×8 for each: for products with few rows, such as small convolutions and last layers.</summary>
internal static class FlatTile
{
    /// <summary>Rows of C that a group computes.</summary>
    public const int Rows = 16;

    /// <summary>Columns of C that a group computes.</summary>
    public const int Columns = 128;

    private const int Chunk = SquareTile.Chunk;

    // Quads from a term to the next; of A more than its rows, so that neighbouring threads write to different banks.
    private const int StrideOfA = (Rows / 4) + 1;
    private const int StrideOfB = Columns / 4;

    /// <summary>Threads along the columns.</summary>
    private const int Threads = 16;

    /// <summary>The kernel.</summary>
    public static void Run<TProduct>(SplitProduct<TProduct> split)
        where TProduct : struct, IProduct
    {
        var p = split.Product;
        var quadsOfA = SharedMemory.Allocate<Quad>(StrideOfA * Chunk);
        var quadsOfB = SharedMemory.Allocate<Quad>(StrideOfB * Chunk);
        var (a, b) = (quadsOfA.Cast<float>(), quadsOfB.Cast<float>());
        var thread = Group.IdxX;
        var (part, piece) = (Grid.IdxZ / split.Splits, Grid.IdxZ % split.Splits);
        var (firstColumn, firstRow) = (Grid.IdxX * Columns, Grid.IdxY * Rows);
        var (x, y) = (thread % Threads, thread / Threads);
        var (from, to) = (piece * split.Span, IntrinsicMath.Min(p.Depth, (piece + 1) * split.Span));
        var (hasFirst, hasSecond) = (firstColumn + thread < p.Columns, firstColumn + thread + Scene.GroupThreads < p.Columns);
        var first = p.Column(part, hasFirst ? firstColumn + thread : 0);
        var second = p.Column(part, hasSecond ? firstColumn + thread + Scene.GroupThreads : 0);
        // Of A each thread brings two numbers: two rows of a term.
        var (stepOfA, rowOfA) = p.RunsAlongDepth ? (thread % Chunk, thread / Chunk) : (thread / 8, thread % 8);
        Eight row0 = default, row1 = default, row2 = default, row3 = default;
        for (var begin = from; begin < to; begin += Chunk)
        {
            float upper = 0, lower = 0;
            if (begin + stepOfA < to)
            {
                var step = p.Step(part, begin + stepOfA);
                upper = firstRow + rowOfA < p.Rows ? p.A(step, firstRow + rowOfA) : 0;
                lower = firstRow + rowOfA + 8 < p.Rows ? p.A(step, firstRow + rowOfA + 8) : 0;
            }
            a[(stepOfA * StrideOfA * 4) + rowOfA] = upper;
            a[(stepOfA * StrideOfA * 4) + rowOfA + 8] = lower;
            for (var step = 0; step < Chunk; step++)
            {
                var term = p.Step(part, IntrinsicMath.Min(begin + step, to - 1));
                var counts = begin + step < to;
                b[(step * Columns) + thread] = hasFirst && counts ? p.B(term, first) : 0;
                b[(step * Columns) + thread + Scene.GroupThreads] = hasSecond && counts ? p.B(term, second) : 0;
            }
            Group.Barrier();
            for (var step = 0; step < Chunk; step++)
            {
                Quad rows = quadsOfA[(step * StrideOfA) + y], left = quadsOfB[(step * StrideOfB) + x], right = quadsOfB[(step * StrideOfB) + x + Threads];
                row0 = Eight.Add(row0, rows.A, left, right);
                row1 = Eight.Add(row1, rows.B, left, right);
                row2 = Eight.Add(row2, rows.C, left, right);
                row3 = Eight.Add(row3, rows.D, left, right);
            }
            Group.Barrier();
        }
        var (topRow, leftColumn) = (firstRow + (4 * y), firstColumn + (4 * x));
        Tile.Store(split, part, piece, topRow, leftColumn, Columns / 2, row0);
        Tile.Store(split, part, piece, topRow + 1, leftColumn, Columns / 2, row1);
        Tile.Store(split, part, piece, topRow + 2, leftColumn, Columns / 2, row2);
        Tile.Store(split, part, piece, topRow + 3, leftColumn, Columns / 2, row3);
    }
}

/// <summary>What tiles of products share.</summary>
internal static class Tile
{
    /// <summary>Stores a thread's numbers of a row: four side by side, and four at a distance.</summary>
    public static void Store<TProduct>(SplitProduct<TProduct> split, int part, int piece, int row, int column, int distance, Eight values)
        where TProduct : struct, IProduct
    {
        if (row >= split.Product.Rows)
        {
            return;
        }
        Store(split, part, piece, row, column, values.A);
        Store(split, part, piece, row, column + 1, values.B);
        Store(split, part, piece, row, column + 2, values.C);
        Store(split, part, piece, row, column + 3, values.D);
        Store(split, part, piece, row, column + distance, values.E);
        Store(split, part, piece, row, column + distance + 1, values.F);
        Store(split, part, piece, row, column + distance + 2, values.G);
        Store(split, part, piece, row, column + distance + 3, values.H);
    }

    private static void Store<TProduct>(SplitProduct<TProduct> split, int part, int piece, int row, int column, float value)
        where TProduct : struct, IProduct
    {
        if (column < split.Product.Columns)
        {
            split.Store(part, piece, row, column, value);
        }
    }
}
