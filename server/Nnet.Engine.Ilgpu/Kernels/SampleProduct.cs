using ILGPU;

namespace Nnet.Engine.Ilgpu.Kernels;

/// <summary>Which numbers of a product belong to a place that looks and one that it does not see: what comes behind it, or lies before its window.</summary>
internal enum Unseen
{
    /// <summary>None.</summary>
    Nothing,

    /// <summary>Results: rows look at columns.</summary>
    Results,

    /// <summary>A's: rows look at steps.</summary>
    Steps,

    /// <summary>A's: steps look at rows.</summary>
    Rows,
}

/// <summary>A matrix of which every sample has its own: its numbers are stretches of lanes.</summary>
/// <param name="View">The first number.</param>
/// <param name="Row">From a row to the next.</param>
/// <param name="Column">From a column to the next.</param>
/// <param name="Part">From a part to the next.</param>
internal readonly record struct LaneMatrix(ArrayView<float> View, int Row, int Column, int Part)
{
    /// <summary>Its columns for rows.</summary>
    public LaneMatrix Turned => new(View, Column, Row, Part);

    /// <summary>One of so many neighbouring parts, and the same one of those that follow.</summary>
    public LaneMatrix OneOf(int count, int which) => new(View.SubView((long)which * Part), Row, Column, Part * count);
}

/// <summary>
/// C = A·B for each sample and part by itself. A thread has a tile of 4×8 numbers of one sample in registers; neighbouring threads have
/// neighbouring samples, so all reads are of whole stretches. Every element is one sum in the order of its terms.
/// </summary>
/// <param name="A">A.</param>
/// <param name="B">B.</param>
/// <param name="C">C.</param>
/// <param name="Rows">Rows of A and C.</param>
/// <param name="Columns">Columns of B and C.</param>
/// <param name="Depth">Columns of A, rows of B.</param>
/// <param name="Unseen">What is left out: results that are nobody's, or terms that are zero.</param>
/// <param name="First">The place that the first one that looks is of all.</param>
/// <param name="Window">Places that each sees, itself the last of them.</param>
/// <param name="Adds">Whether the product is added to what is there: 0 or 1.</param>
/// <param name="Samples">Samples.</param>
internal readonly record struct SampleProduct(LaneMatrix A, LaneMatrix B, LaneMatrix C, int Rows, int Columns, int Depth, Unseen Unseen, int First, int Window, int Adds, int Samples)
{
    private const int TileRows = 4;
    private const int TileColumns = 8;

    /// <summary>Threads for a number of parts.</summary>
    public int Threads(int parts) => Samples * ((Rows + TileRows - 1) / TileRows) * ((Columns + TileColumns - 1) / TileColumns) * parts;

    /// <summary>The kernel, for one tile of one sample.</summary>
    public static void Run(Index1D index, SampleProduct p)
    {
        var columns = (p.Columns + TileColumns - 1) / TileColumns;
        var rows = (p.Rows + TileRows - 1) / TileRows;
        var (sample, tile) = (index % p.Samples, index / p.Samples);
        var (column, row, part) = (tile % columns * TileColumns, tile / columns % rows * TileRows, tile / columns / rows);
        var (from, to) = (0, p.Depth);
        // The last row's last place, and the first row's first one, are those of the tile.
        if (p.Unseen == Unseen.Results && (column > p.First + row + TileRows - 1 || column + TileColumns <= p.First + row + 1 - p.Window))
        {
            return;
        }
        if (p.Unseen == Unseen.Steps)
        {
            from = IntrinsicMath.Max(0, p.First + row + 1 - p.Window);
            to = IntrinsicMath.Min(to, p.First + row + TileRows);
        }
        if (p.Unseen == Unseen.Rows)
        {
            from = IntrinsicMath.Max(0, row - p.First);
            to = IntrinsicMath.Min(to, row + TileRows - 1 - p.First + p.Window);
        }
        // What lies beyond the edge is read from the last row or column, and written nowhere.
        var a = (part * p.A.Part) + sample;
        var (a0, a1, a2, a3) = (a + (row * p.A.Row), a + (IntrinsicMath.Min(row + 1, p.Rows - 1) * p.A.Row), a + (IntrinsicMath.Min(row + 2, p.Rows - 1) * p.A.Row), a + (IntrinsicMath.Min(row + 3, p.Rows - 1) * p.A.Row));
        var b = (part * p.B.Part) + sample;
        var last = p.Columns - 1;
        var (b0, b1, b2, b3) = (b + (column * p.B.Column), b + (IntrinsicMath.Min(column + 1, last) * p.B.Column), b + (IntrinsicMath.Min(column + 2, last) * p.B.Column), b + (IntrinsicMath.Min(column + 3, last) * p.B.Column));
        var (b4, b5, b6, b7) = (b + (IntrinsicMath.Min(column + 4, last) * p.B.Column), b + (IntrinsicMath.Min(column + 5, last) * p.B.Column), b + (IntrinsicMath.Min(column + 6, last) * p.B.Column), b + (IntrinsicMath.Min(column + 7, last) * p.B.Column));
        Eight row0 = default, row1 = default, row2 = default, row3 = default;
        for (var step = from; step < to; step++)
        {
            var (left, top) = (step * p.A.Column, step * p.B.Row);
            var numbers = new Eight
            {
                A = p.B.View[b0 + top],
                B = p.B.View[b1 + top],
                C = p.B.View[b2 + top],
                D = p.B.View[b3 + top],
                E = p.B.View[b4 + top],
                F = p.B.View[b5 + top],
                G = p.B.View[b6 + top],
                H = p.B.View[b7 + top],
            };
            row0 = Eight.Add(row0, p.A.View[a0 + left], numbers);
            row1 = Eight.Add(row1, p.A.View[a1 + left], numbers);
            row2 = Eight.Add(row2, p.A.View[a2 + left], numbers);
            row3 = Eight.Add(row3, p.A.View[a3 + left], numbers);
        }
        var c = (part * p.C.Part) + sample;
        Store(p, c, row, column, row0);
        Store(p, c, row + 1, column, row1);
        Store(p, c, row + 2, column, row2);
        Store(p, c, row + 3, column, row3);
    }

    private static void Store(SampleProduct p, int c, int row, int column, Eight sums)
    {
        if (row >= p.Rows)
        {
            return;
        }
        var at = c + (row * p.C.Row);
        Store(p, at, column, sums.A);
        Store(p, at, column + 1, sums.B);
        Store(p, at, column + 2, sums.C);
        Store(p, at, column + 3, sums.D);
        Store(p, at, column + 4, sums.E);
        Store(p, at, column + 5, sums.F);
        Store(p, at, column + 6, sums.G);
        Store(p, at, column + 7, sums.H);
    }

    private static void Store(SampleProduct p, int at, int column, float sum)
    {
        if (column < p.Columns)
        {
            var place = at + (column * p.C.Column);
            p.C.View[place] = p.Adds != 0 ? p.C.View[place] + sum : sum;
        }
    }
}
