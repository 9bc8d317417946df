using ILGPU;

namespace Nnet.Engine.Ilgpu.Kernels;

/// <summary>
/// A square of 64×64 of C for a group of 64 threads, 8×8 for each in registers, while A and B stream by through shared memory. What comes
/// next is on its way while the threads multiply, and goes to the other half of that memory, so that they wait for each other once a chunk.
/// Every element is one sum in the order of its terms.
/// </summary>
internal static class SquareTile
{
    /// <summary>Rows and columns of C that a group computes.</summary>
    public const int Side = 64;

    /// <summary>Quads from a term to the next: more than a side, so that neighbouring threads write to different banks.</summary>
    private const int Stride = (Side / 4) + 1;

    /// <summary>Threads along each side.</summary>
    private const int Threads = 8;

    /// <summary>The kernel.</summary>
    public static void Run<TProduct>(SplitProduct<TProduct> split)
        where TProduct : struct, IProduct
    {
        var p = split.Product;
        var a = SharedMemory.Allocate<Quad>(2 * Stride * Tile.Chunk);
        var b = SharedMemory.Allocate<Quad>(2 * Stride * Tile.Chunk);
        var thread = Group.IdxX;
        var (part, piece) = (Grid.IdxZ / split.Splits, Grid.IdxZ % split.Splits);
        var (firstColumn, firstRow) = (Grid.IdxX * Side, Grid.IdxY * Side);
        var (x, y) = (thread % Threads, thread / Threads);
        var (from, to) = (piece * split.Span, IntrinsicMath.Min(p.Depth, (piece + 1) * split.Span));
        var (termsOfA, termsOfB) = (p.TakesTermsOfA, p.TakesTermsOfB);
        var (rowA, rowB) = (Tile.LineOf(termsOfA, Side, thread, 0), Tile.LineOf(termsOfA, Side, thread, 1));
        var (stepOfRowA, stepOfRowB) = (Tile.StepOf(termsOfA, Side, thread, 0), Tile.StepOf(termsOfA, Side, thread, 1));
        var (columnA, columnB) = (Tile.LineOf(termsOfB, Side, thread, 0), Tile.LineOf(termsOfB, Side, thread, 1));
        var (stepOfColumnA, stepOfColumnB) = (Tile.StepOf(termsOfB, Side, thread, 0), Tile.StepOf(termsOfB, Side, thread, 1));
        var spotA = Tile.Column(p, part, firstColumn + columnA);
        var spotB = termsOfB ? Tile.Column(p, part, firstColumn + columnB) : spotA;
        Eight row0 = default, row1 = default, row2 = default, row3 = default, row4 = default, row5 = default, row6 = default, row7 = default;
        var nextRowA = Tile.A(p, part, from + stepOfRowA, to, firstRow + rowA);
        var nextRowB = Tile.A(p, part, from + stepOfRowB, to, firstRow + rowB);
        var nextColumnA = Tile.B(p, part, from + stepOfColumnA, to, firstColumn + columnA, spotA);
        var nextColumnB = Tile.B(p, part, from + stepOfColumnB, to, firstColumn + columnB, spotB);
        var half = 0;
        for (var begin = from; begin < to; begin += Tile.Chunk)
        {
            Tile.Put(a, Stride, termsOfA, rowA, half + stepOfRowA, nextRowA);
            Tile.Put(a, Stride, termsOfA, rowB, half + stepOfRowB, nextRowB);
            Tile.Put(b, Stride, termsOfB, columnA, half + stepOfColumnA, nextColumnA);
            Tile.Put(b, Stride, termsOfB, columnB, half + stepOfColumnB, nextColumnB);
            Group.Barrier();
            var next = begin + Tile.Chunk;
            if (next < to)
            {
                nextRowA = Tile.A(p, part, next + stepOfRowA, to, firstRow + rowA);
                nextRowB = Tile.A(p, part, next + stepOfRowB, to, firstRow + rowB);
                nextColumnA = Tile.B(p, part, next + stepOfColumnA, to, firstColumn + columnA, spotA);
                nextColumnB = Tile.B(p, part, next + stepOfColumnB, to, firstColumn + columnB, spotB);
            }
            for (var step = 0; step < Tile.Chunk; step++)
            {
                var line = (half + step) * Stride;
                Quad top = a[line + y], low = a[line + y + Threads], left = b[line + x], right = b[line + x + Threads];
                row0 = Eight.Add(row0, top.A, left, right);
                row1 = Eight.Add(row1, top.B, left, right);
                row2 = Eight.Add(row2, top.C, left, right);
                row3 = Eight.Add(row3, top.D, left, right);
                row4 = Eight.Add(row4, low.A, left, right);
                row5 = Eight.Add(row5, low.B, left, right);
                row6 = Eight.Add(row6, low.C, left, right);
                row7 = Eight.Add(row7, low.D, left, right);
            }
            half = Tile.Chunk - half;
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
}
