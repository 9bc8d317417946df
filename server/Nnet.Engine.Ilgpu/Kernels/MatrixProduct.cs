using Nnet.Engine.Ilgpu.Execution;

namespace Nnet.Engine.Ilgpu.Kernels;

/// <summary>
/// Starts matrix products. A group of threads computes a tile of C; where there are too few tiles to occupy a card, the sums are parted
/// among several groups and added up afterwards. How they are parted follows from the product's size alone, so every device adds in the same order.
/// </summary>
/// <param name="scene">What kernels share.</param>
internal sealed class MatrixProduct<TProduct>(Scene scene)
    where TProduct : struct, IProduct
{
    /// <summary>Groups that occupy a large card.</summary>
    private const int WantedGroups = 256;

    /// <summary>Terms below which it does not pay to part a sum.</summary>
    private const int LeastSpan = 64;

    private readonly Groups<SplitProduct<TProduct>> _square = scene.Groups<SplitProduct<TProduct>>(SquareTile.Run);
    private readonly Groups<SplitProduct<TProduct>> _flat = scene.Groups<SplitProduct<TProduct>>(FlatTile.Run);
    private readonly Each<SplitProduct<TProduct>> _sum = scene.Each<SplitProduct<TProduct>>(SplitProduct<TProduct>.Sum);
    private readonly DeviceMemory.SharedMemory _partials = scene.Memory.Shared("partial sums", WantedGroups * SquareTile.Side * SquareTile.Side);

    /// <summary>Starts a product, or several of the same size.</summary>
    public void Start(TProduct product, int parts = 1)
    {
        var isFlat = product.Rows <= FlatTile.Rows;
        var (rows, columns) = isFlat ? (FlatTile.Rows, FlatTile.Columns) : (SquareTile.Side, SquareTile.Side);
        var (x, y) = ((product.Columns + columns - 1) / columns, (product.Rows + rows - 1) / rows);
        var splits = Math.Clamp(Math.Min(WantedGroups / Math.Max(1, x * y * parts), product.Depth / LeastSpan), 1, WantedGroups);
        // Whole chunks, so that only the last part has an edge.
        var span = ((product.Depth + splits - 1) / splits + Tile.Chunk - 1) / Tile.Chunk * Tile.Chunk;
        splits = Math.Max(1, (product.Depth + span - 1) / Math.Max(1, span));
        var split = new SplitProduct<TProduct>(product, _partials.View.Cast<Quad>(), splits, span);
        (isFlat ? _flat : _square).Start(x, y, parts * splits, split);
        if (splits > 1)
        {
            _sum.Start(parts * split.Fours, split);
        }
    }
}
