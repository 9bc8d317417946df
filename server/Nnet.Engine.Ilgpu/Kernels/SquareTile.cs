using ILGPU;

namespace Nnet.Engine.Ilgpu.Kernels;

/// <summary>
/// A square of 64×64 of C for a group of 64 threads, 8×8 for each in registers, while A and B stream by through shared memory. What comes
/// next is on its way while the threads multiply. Every element is one sum in the order of its terms.
/// </summary>
internal static class SquareTile
{
    /// <summary>Rows and columns of C that a group computes.</summary>
    public const int Side = 64;

    /// <summary>Terms of the sums that are in shared memory at a time.</summary>
    public const int Chunk = 8;

    /// <summary>Quads from a term to the next: more than a side, so that neighbouring threads write to different banks.</summary>
    private const int Stride = (Side / 4) + 1;

    /// <summary>Threads along each side.</summary>
    private const int Threads = 8;

    /// <summary>The kernel.</summary>
    public static void Run<TProduct>(SplitProduct<TProduct> split)
        where TProduct : struct, IProduct
    {
        var p = split.Product;
        var quadsOfA = SharedMemory.Allocate<Quad>(Stride * Chunk);
        var quadsOfB = SharedMemory.Allocate<Quad>(Stride * Chunk);
        var (a, b) = (quadsOfA.Cast<float>(), quadsOfB.Cast<float>());
        var thread = Group.IdxX;
        var (part, piece) = (Grid.IdxZ / split.Splits, Grid.IdxZ % split.Splits);
        var (firstColumn, firstRow) = (Grid.IdxX * Side, Grid.IdxY * Side);
        var (x, y) = (thread % Threads, thread / Threads);
        var (from, to) = (piece * split.Span, IntrinsicMath.Min(p.Depth, (piece + 1) * split.Span));
        var hasColumn = firstColumn + thread < p.Columns;
        var column = p.Column(part, hasColumn ? firstColumn + thread : 0);
        Eight row0 = default, row1 = default, row2 = default, row3 = default, row4 = default, row5 = default, row6 = default, row7 = default;
        var nextA = LoadA(p, part, from, to, firstRow, thread);
        var nextB = LoadB(p, part, from, to, hasColumn, column);
        for (var begin = from; begin < to; begin += Chunk)
        {
            StoreA(a, p.RunsAlongDepth, thread, nextA);
            StoreB(b, thread, nextB);
            Group.Barrier();
            if (begin + Chunk < to)
            {
                nextA = LoadA(p, part, begin + Chunk, to, firstRow, thread);
                nextB = LoadB(p, part, begin + Chunk, to, hasColumn, column);
            }
            for (var step = 0; step < Chunk; step++)
            {
                var line = step * Stride;
                Quad top = quadsOfA[line + y], low = quadsOfA[line + y + Threads], left = quadsOfB[line + x], right = quadsOfB[line + x + Threads];
                row0 = Eight.Add(row0, top.A, left, right);
                row1 = Eight.Add(row1, top.B, left, right);
                row2 = Eight.Add(row2, top.C, left, right);
                row3 = Eight.Add(row3, top.D, left, right);
                row4 = Eight.Add(row4, low.A, left, right);
                row5 = Eight.Add(row5, low.B, left, right);
                row6 = Eight.Add(row6, low.C, left, right);
                row7 = Eight.Add(row7, low.D, left, right);
            }
            Group.Barrier();
        }
        var (topRow, lowRow, leftColumn) = (firstRow + (4 * y), firstRow + (Side / 2) + (4 * y), firstColumn + (4 * x));
        Tile.Store(split, part, piece, topRow, leftColumn, Side / 2, row0);
        Tile.Store(split, part, piece, topRow + 1, leftColumn, Side / 2, row1);
        Tile.Store(split, part, piece, topRow + 2, leftColumn, Side / 2, row2);
        Tile.Store(split, part, piece, topRow + 3, leftColumn, Side / 2, row3);
        Tile.Store(split, part, piece, lowRow, leftColumn, Side / 2, row4);
        Tile.Store(split, part, piece, lowRow + 1, leftColumn, Side / 2, row5);
        Tile.Store(split, part, piece, lowRow + 2, leftColumn, Side / 2, row6);
        Tile.Store(split, part, piece, lowRow + 3, leftColumn, Side / 2, row7);
    }

    // Eight numbers of A: of one term and every eighth row, or of one row and eight terms, as they lie side by side.
    private static Eight LoadA<TProduct>(TProduct p, int part, int begin, int to, int firstRow, int thread)
        where TProduct : struct, IProduct
    {
        var result = default(Eight);
        if (p.RunsAlongDepth)
        {
            if (begin + (thread % Chunk) < to)
            {
                var step = p.Step(part, begin + (thread % Chunk));
                var row = firstRow + (thread / Chunk);
                result.A = row < p.Rows ? p.A(step, row) : 0;
                result.B = row + 8 < p.Rows ? p.A(step, row + 8) : 0;
                result.C = row + 16 < p.Rows ? p.A(step, row + 16) : 0;
                result.D = row + 24 < p.Rows ? p.A(step, row + 24) : 0;
                result.E = row + 32 < p.Rows ? p.A(step, row + 32) : 0;
                result.F = row + 40 < p.Rows ? p.A(step, row + 40) : 0;
                result.G = row + 48 < p.Rows ? p.A(step, row + 48) : 0;
                result.H = row + 56 < p.Rows ? p.A(step, row + 56) : 0;
            }
        }
        else if (firstRow + thread < p.Rows)
        {
            var row = firstRow + thread;
            result.A = begin < to ? p.A(p.Step(part, begin), row) : 0;
            result.B = begin + 1 < to ? p.A(p.Step(part, begin + 1), row) : 0;
            result.C = begin + 2 < to ? p.A(p.Step(part, begin + 2), row) : 0;
            result.D = begin + 3 < to ? p.A(p.Step(part, begin + 3), row) : 0;
            result.E = begin + 4 < to ? p.A(p.Step(part, begin + 4), row) : 0;
            result.F = begin + 5 < to ? p.A(p.Step(part, begin + 5), row) : 0;
            result.G = begin + 6 < to ? p.A(p.Step(part, begin + 6), row) : 0;
            result.H = begin + 7 < to ? p.A(p.Step(part, begin + 7), row) : 0;
        }
        return result;
    }

    private static void StoreA(ArrayView<float> a, bool runsAlongDepth, int thread, Eight numbers)
    {
        var (at, step) = runsAlongDepth ? ((thread % Chunk * Stride * 4) + (thread / Chunk), 8) : (thread, Stride * 4);
        a[at] = numbers.A;
        a[at + step] = numbers.B;
        a[at + (2 * step)] = numbers.C;
        a[at + (3 * step)] = numbers.D;
        a[at + (4 * step)] = numbers.E;
        a[at + (5 * step)] = numbers.F;
        a[at + (6 * step)] = numbers.G;
        a[at + (7 * step)] = numbers.H;
    }

    // Eight terms of a column.
    private static Eight LoadB<TProduct>(TProduct p, int part, int begin, int to, bool hasColumn, Spot column)
        where TProduct : struct, IProduct
    {
        var result = default(Eight);
        if (hasColumn)
        {
            result.A = begin < to ? p.B(p.Step(part, begin), column) : 0;
            result.B = begin + 1 < to ? p.B(p.Step(part, begin + 1), column) : 0;
            result.C = begin + 2 < to ? p.B(p.Step(part, begin + 2), column) : 0;
            result.D = begin + 3 < to ? p.B(p.Step(part, begin + 3), column) : 0;
            result.E = begin + 4 < to ? p.B(p.Step(part, begin + 4), column) : 0;
            result.F = begin + 5 < to ? p.B(p.Step(part, begin + 5), column) : 0;
            result.G = begin + 6 < to ? p.B(p.Step(part, begin + 6), column) : 0;
            result.H = begin + 7 < to ? p.B(p.Step(part, begin + 7), column) : 0;
        }
        return result;
    }

    private static void StoreB(ArrayView<float> b, int thread, Eight numbers)
    {
        b[thread] = numbers.A;
        b[thread + (4 * Stride)] = numbers.B;
        b[thread + (8 * Stride)] = numbers.C;
        b[thread + (12 * Stride)] = numbers.D;
        b[thread + (16 * Stride)] = numbers.E;
        b[thread + (20 * Stride)] = numbers.F;
        b[thread + (24 * Stride)] = numbers.G;
        b[thread + (28 * Stride)] = numbers.H;
    }
}
