using ILGPU;

namespace Nnet.Engine.Ilgpu.Kernels;

/// <summary>
/// What a product C = A·B multiplies, and where the result goes. Convolutions are products too: their A and B are found by where weights
/// and places lie, and never stored.
/// </summary>
internal interface IProduct
{
    /// <summary>Rows of A and C.</summary>
    int Rows { get; }

    /// <summary>Columns of B and C.</summary>
    int Columns { get; }

    /// <summary>Length of the sums.</summary>
    int Depth { get; }

    /// <summary>Whether neighbours in A's rows lie side by side, or else those in its columns.</summary>
    bool RunsAlongDepth { get; }

    /// <summary>Where a term of the sums lies. It is asked once for all that a thread needs of the term.</summary>
    /// <param name="part">Which of several products.</param>
    /// <param name="step">Its place in the sum.</param>
    Spot Step(int part, int step);

    /// <summary>Where a column lies; asked once for all its terms.</summary>
    /// <param name="part">Which of several products.</param>
    /// <param name="column">The column.</param>
    Spot Column(int part, int column);

    /// <summary>An element of A.</summary>
    float A(Spot step, int row);

    /// <summary>An element of B.</summary>
    float B(Spot step, Spot column);

    /// <summary>Where an element of C goes.</summary>
    int Place(int part, int row, int column);

    /// <summary>What an element becomes before it is stored: with a bias, or added to what is there.</summary>
    /// <param name="part">Which of several products.</param>
    /// <param name="row">Its row.</param>
    /// <param name="place">Where it goes.</param>
    /// <param name="value">The sum.</param>
    float Finish(int part, int row, int place, float value);

    /// <summary>Takes an element of C.</summary>
    void Store(int place, float value);
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
internal readonly record struct SplitProduct<TProduct>(TProduct Product, ArrayView<float> Partials, int Splits, int Span)
    where TProduct : struct, IProduct
{
    /// <summary>Numbers of C.</summary>
    public int Numbers => Product.Rows * Product.Columns;

    /// <summary>Finishes and stores an element of C.</summary>
    public static void Store(TProduct product, int part, int row, int column, float value)
    {
        var place = product.Place(part, row, column);
        product.Store(place, product.Finish(part, row, place, value));
    }

    /// <summary>Takes an element of C, or a part of it.</summary>
    public void Store(int part, int split, int row, int column, float value)
    {
        if (Splits > 1)
        {
            Partials[(((part * Splits) + split) * Numbers) + (row * Product.Columns) + column] = value;
        }
        else
        {
            Store(Product, part, row, column, value);
        }
    }

    /// <summary>The kernel that sums the parts of an element, in their order.</summary>
    public static void Sum(Index1D index, SplitProduct<TProduct> p)
    {
        var (part, number) = (index / p.Numbers, index % p.Numbers);
        var first = (part * p.Splits * p.Numbers) + number;
        var sum = 0f;
        for (var split = 0; split < p.Splits; split++)
        {
            sum += p.Partials[first + (split * p.Numbers)];
        }
        Store(p.Product, part, number / p.Product.Columns, number % p.Product.Columns, sum);
    }
}
