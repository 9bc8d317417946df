using ILGPU;
using Nnet.Engine.Ilgpu.Execution;

namespace Nnet.Engine.Ilgpu.Kernels;

/// <summary>
/// What tiles of products share: how the threads of a group bring the fours of A and B that the next terms need into shared memory. There
/// they lie term after term, whichever way they were read.
/// </summary>
internal static class Tile
{
    /// <summary>Terms of the sums that are in shared memory at a time.</summary>
    public const int Chunk = 8;

    /// <summary>The row of A, or the column of B, at which a four of a thread begins.</summary>
    /// <param name="takesTerms">Whether fours are of terms.</param>
    /// <param name="side">Rows or columns of the tile.</param>
    /// <param name="thread">The thread.</param>
    /// <param name="four">Which of its fours.</param>
    public static int LineOf(bool takesTerms, int side, int thread, int four) => takesTerms ? (thread / 2) + (Scene.GroupThreads / 2 * four) : thread % (side / 4) * 4;

    /// <summary>The term of the chunk at which it begins.</summary>
    public static int StepOf(bool takesTerms, int side, int thread, int four) => takesTerms ? thread % 2 * 4 : (thread / (side / 4)) + (Scene.GroupThreads / (side / 4) * four);

    /// <summary>Four numbers of A, or zeros beyond the edge.</summary>
    public static Quad A<TProduct>(TProduct p, int part, int step, int to, int row)
        where TProduct : struct, IProduct
        => step < to && row < p.Rows ? p.A(part, step, row) : default;

    /// <summary>Four numbers of B, or zeros beyond the edge.</summary>
    public static Quad B<TProduct>(TProduct p, int part, int step, int to, int column, Spot spot)
        where TProduct : struct, IProduct
        => step < to && column < p.Columns ? p.B(part, step, spot) : default;

    /// <summary>Where a column lies; any place where there is none.</summary>
    public static Spot Column<TProduct>(TProduct p, int part, int column)
        where TProduct : struct, IProduct
        => p.Column(part, column < p.Columns ? column : 0);

    /// <summary>Puts four numbers into shared memory.</summary>
    /// <param name="target">Where the chunk is, fours of each term side by side.</param>
    /// <param name="stride">Fours from a term to the next.</param>
    /// <param name="takesTerms">Whether they are of terms.</param>
    /// <param name="line">The row or column at which they begin.</param>
    /// <param name="step">The term at which they begin, of all that are there.</param>
    /// <param name="numbers">The numbers.</param>
    public static void Put(ArrayView<Quad> target, int stride, bool takesTerms, int line, int step, Quad numbers)
    {
        if (!takesTerms)
        {
            target[(step * stride) + (line / 4)] = numbers;
            return;
        }
        var single = target.Cast<float>();
        var at = (step * stride * 4) + line;
        single[at] = numbers.A;
        single[at + (4 * stride)] = numbers.B;
        single[at + (8 * stride)] = numbers.C;
        single[at + (12 * stride)] = numbers.D;
    }

    /// <summary>Stores a thread's numbers of a row: four side by side, and four at a distance.</summary>
    public static void Store<TProduct>(SplitProduct<TProduct> split, int part, int piece, int row, int column, int distance, Eight values)
        where TProduct : struct, IProduct
    {
        Store(split, part, piece, row, column, values.Left);
        Store(split, part, piece, row, column + distance, values.Right);
    }

    private static void Store<TProduct>(SplitProduct<TProduct> split, int part, int piece, int row, int column, Quad values)
        where TProduct : struct, IProduct
    {
        if (row < split.Product.Rows && column < split.Product.Columns)
        {
            split.Store(part, piece, row, column, values);
        }
    }
}
