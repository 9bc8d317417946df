using ILGPU;

namespace Nnet.Engine.Ilgpu.Kernels;

/// <summary>
/// What a product C = A·B multiplies, and where the result goes. Convolutions are products too: their A and B are found by where weights
/// and places lie, and never stored. All numbers are asked for and given four at a time, as a card reads and writes them fastest; where
/// they begin is a multiple of four.
/// </summary>
internal interface IProduct
{
    /// <summary>Rows of A and C.</summary>
    int Rows { get; }

    /// <summary>Columns of B and C. Those that only fill up fours may be among them.</summary>
    int Columns { get; }

    /// <summary>Length of the sums.</summary>
    int Depth { get; }

    /// <summary>Whether four numbers of A are neighbours in a row, or else in a column: what lies side by side in memory.</summary>
    bool TakesTermsOfA { get; }

    /// <summary>Whether four numbers of B are neighbours in a column, or else in a row.</summary>
    bool TakesTermsOfB { get; }

    /// <summary>Where a column lies; asked once for all its terms.</summary>
    /// <param name="part">Which of several products.</param>
    /// <param name="column">The column.</param>
    Spot Column(int part, int column);

    /// <summary>Four elements of A; zeros for terms beyond the last.</summary>
    /// <param name="part">Which of several products.</param>
    /// <param name="step">The first one's place in the sum.</param>
    /// <param name="row">The first one's row.</param>
    Quad A(int part, int step, int row);

    /// <summary>Four elements of B; zeros for terms beyond the last.</summary>
    /// <param name="part">Which of several products.</param>
    /// <param name="step">The first one's place in the sum.</param>
    /// <param name="column">The first one's column.</param>
    Quad B(int part, int step, Spot column);

    /// <summary>What elements become before they are stored: with a bias, or added to what is there.</summary>
    /// <param name="part">Which of several products.</param>
    /// <param name="row">Their row.</param>
    /// <param name="column">The first one's column.</param>
    /// <param name="values">The sums.</param>
    Quad Finish(int part, int row, int column, Quad values);

    /// <summary>Takes four elements of C, or as many as there are columns.</summary>
    void Store(int part, int row, int column, Quad values);
}

/// <summary>Where a term or a column of a product lies: distances in A and in B, and a place or a shift along three axes for products that look through a window.</summary>
/// <param name="A">In A.</param>
/// <param name="B">In B.</param>
/// <param name="Z">Along the first axis.</param>
/// <param name="Y">Along the second.</param>
/// <param name="X">Along the third.</param>
internal readonly record struct Spot(int A, int B, int Z, int Y, int X);

/// <summary>A product as its kernel gets it.</summary>
/// <param name="Product">The product.</param>
/// <param name="Partials">Where partial sums go, where the sums are parted.</param>
/// <param name="Splits">Parts of each sum.</param>
/// <param name="Span">Terms of each part.</param>
internal readonly record struct SplitProduct<TProduct>(TProduct Product, ArrayView<Quad> Partials, int Splits, int Span)
    where TProduct : struct, IProduct
{
    /// <summary>Fours of a row of C.</summary>
    public int Width => (Product.Columns + 3) / 4;

    /// <summary>Fours of C.</summary>
    public int Fours => Product.Rows * Width;

    /// <summary>Finishes and stores four elements of C.</summary>
    public static void Store(TProduct product, int part, int row, int column, Quad values) => product.Store(part, row, column, product.Finish(part, row, column, values));

    /// <summary>Takes four elements of C, or a part of them.</summary>
    public void Store(int part, int split, int row, int column, Quad values)
    {
        if (Splits > 1)
        {
            Partials[(((part * Splits) + split) * Fours) + (row * Width) + (column / 4)] = values;
        }
        else
        {
            Store(Product, part, row, column, values);
        }
    }

    /// <summary>The kernel that sums the parts of four elements, in their order.</summary>
    public static void Sum(Index1D index, SplitProduct<TProduct> p)
    {
        var (part, quad) = (index / p.Fours, index % p.Fours);
        var first = (part * p.Splits * p.Fours) + quad;
        var sum = default(Quad);
        for (var split = 0; split < p.Splits; split++)
        {
            sum = Quad.Add(sum, p.Partials[first + (split * p.Fours)]);
        }
        Store(p.Product, part, quad / p.Width, quad % p.Width * 4, sum);
    }
}
