using ILGPU;
using Nnet.Engine.Ilgpu.Execution;

namespace Nnet.Engine.Ilgpu.Kernels;

/// <summary>
/// What a product C = A·B multiplies, and where the result goes. Convolutions are products too: their A and B are computed from where weights
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

    /// <summary>An element of A.</summary>
    /// <param name="part">Which of several products.</param>
    /// <param name="row">Its row.</param>
    /// <param name="step">Its place in the sum.</param>
    float A(int part, int row, int step);

    /// <summary>An element of B.</summary>
    /// <param name="part">Which of several products.</param>
    /// <param name="step">Its place in the sum.</param>
    /// <param name="column">Its column.</param>
    float B(int part, int step, int column);

    /// <summary>Takes an element of C.</summary>
    void Store(int part, int row, int column, float value);
}

/// <summary>
/// The matrix product: a group of threads holds a square of C in registers, 8×8 for each thread, while A and B stream by through
/// shared memory. Every element is one sum in the order of its terms.
/// </summary>
internal static class MatrixProduct
{
    /// <summary>Rows and columns of C that a group computes.</summary>
    private const int Tile = 64;

    /// <summary>Terms of the sums that are in shared memory at a time.</summary>
    private const int Depth = 8;

    /// <summary>Rows and columns of a thread, and threads along each side of the square.</summary>
    private const int Side = 8;

    /// <summary>Starts the kernel for a product, or several of the same size.</summary>
    public static void Start<TProduct>(this Groups<TProduct> kernel, TProduct product, int parts = 1)
        where TProduct : struct, IProduct
        => kernel.Start((product.Columns + Tile - 1) / Tile, (product.Rows + Tile - 1) / Tile, parts, product);

    /// <summary>The kernel.</summary>
    public static void Run<TProduct>(TProduct p)
        where TProduct : struct, IProduct
    {
        var a = SharedMemory.Allocate<float>(Tile * Depth);
        var b = SharedMemory.Allocate<float>(Tile * Depth);
        var thread = Group.IdxX;
        var part = Grid.IdxZ;
        var (firstColumn, firstRow) = (Grid.IdxX * Tile, Grid.IdxY * Tile);
        var (x, y) = (thread % Side, thread / Side);
        Eight row0 = default, row1 = default, row2 = default, row3 = default, row4 = default, row5 = default, row6 = default, row7 = default;
        for (var begin = 0; begin < p.Depth; begin += Depth)
        {
            for (var i = thread; i < Tile * Depth; i += Scene.GroupThreads)
            {
                var (step, row) = p.RunsAlongDepth ? (i % Depth, i / Depth) : (i / Tile, i % Tile);
                var isInside = firstRow + row < p.Rows && begin + step < p.Depth;
                a[(step * Tile) + row] = isInside ? p.A(part, firstRow + row, begin + step) : 0;
            }
            for (var i = thread; i < Tile * Depth; i += Scene.GroupThreads)
            {
                var (step, column) = (i / Tile, i % Tile);
                var isInside = firstColumn + column < p.Columns && begin + step < p.Depth;
                b[i] = isInside ? p.B(part, begin + step, firstColumn + column) : 0;
            }
            Group.Barrier();
            for (var step = 0; step < Depth; step++)
            {
                var (left, top) = ((step * Tile) + y, (step * Tile) + x);
                // Side columns apart, so that neighbouring threads read neighbouring numbers.
                var columns = new Eight
                {
                    A = b[top],
                    B = b[top + Side],
                    C = b[top + (2 * Side)],
                    D = b[top + (3 * Side)],
                    E = b[top + (4 * Side)],
                    F = b[top + (5 * Side)],
                    G = b[top + (6 * Side)],
                    H = b[top + (7 * Side)],
                };
                row0 = Eight.Add(row0, a[left], columns);
                row1 = Eight.Add(row1, a[left + Side], columns);
                row2 = Eight.Add(row2, a[left + (2 * Side)], columns);
                row3 = Eight.Add(row3, a[left + (3 * Side)], columns);
                row4 = Eight.Add(row4, a[left + (4 * Side)], columns);
                row5 = Eight.Add(row5, a[left + (5 * Side)], columns);
                row6 = Eight.Add(row6, a[left + (6 * Side)], columns);
                row7 = Eight.Add(row7, a[left + (7 * Side)], columns);
            }
            Group.Barrier();
        }
        Store(p, part, firstRow + y, firstColumn + x, row0);
        Store(p, part, firstRow + y + Side, firstColumn + x, row1);
        Store(p, part, firstRow + y + (2 * Side), firstColumn + x, row2);
        Store(p, part, firstRow + y + (3 * Side), firstColumn + x, row3);
        Store(p, part, firstRow + y + (4 * Side), firstColumn + x, row4);
        Store(p, part, firstRow + y + (5 * Side), firstColumn + x, row5);
        Store(p, part, firstRow + y + (6 * Side), firstColumn + x, row6);
        Store(p, part, firstRow + y + (7 * Side), firstColumn + x, row7);
    }

    private static void Store<TProduct>(TProduct p, int part, int row, int column, Eight values)
        where TProduct : struct, IProduct
    {
        if (row >= p.Rows)
        {
            return;
        }
        Store(p, part, row, column, values.A);
        Store(p, part, row, column + Side, values.B);
        Store(p, part, row, column + (2 * Side), values.C);
        Store(p, part, row, column + (3 * Side), values.D);
        Store(p, part, row, column + (4 * Side), values.E);
        Store(p, part, row, column + (5 * Side), values.F);
        Store(p, part, row, column + (6 * Side), values.G);
        Store(p, part, row, column + (7 * Side), values.H);
    }

    private static void Store<TProduct>(TProduct p, int part, int row, int column, float value)
        where TProduct : struct, IProduct
    {
        if (column < p.Columns)
        {
            p.Store(part, row, column, value);
        }
    }
}
