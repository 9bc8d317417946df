using System.Numerics;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;

namespace Nnet.Engine.Layers.Affine;

/// <summary>dW = Σ dy·xᵀ, over all samples and places.</summary>
/// <param name="batch">The batch.</param>
/// <param name="target">First row of dW.</param>
/// <param name="inputs">Length of its rows.</param>
/// <param name="gradient">dy, of which each counting feature is a row.</param>
/// <param name="rows">x, sample after sample.</param>
internal sealed unsafe class AffineGradient<T, V>(Batch<T> batch, T* target, int inputs, PlaceView<T> gradient, RowView<T> rows) : GradientInstruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public T* Target => target;

    public int Inputs => inputs;

    public PlaceView<T> Gradient => gradient;

    public RowView<T> Rows => rows;

    /// <summary>Rows of dy that are packed together: whole tiles of every register width, and whole squares of the transposition.</summary>
    private const int Panel = 24;

    private const int ChunkSamples = 256;

    /// <summary>First place whose dy counts.</summary>
    public int FirstGradient { get; init; }

    /// <summary>The place whose x belongs to that one.</summary>
    public int FirstRow { get; init; }

    /// <summary>How many places count.</summary>
    public int Places { get; init; } = gradient.Places;

    public override int RowBlock => Places > 1 ? Panel : base.RowBlock;

    public override void Run(int fromRow, int toRow)
    {
        if (Places == 0)
        {
            new Span<T>(target + ((nint)fromRow * inputs), (toRow - fromRow) * inputs).Clear();
            return;
        }
        if (Places == 1)
        {
            // Vectors are summed over many groups at once, as many as a tile of columns stays in the first-level cache with for all rows.
            var most = ChunkSamples / batch.Lanes;
            for (var group = 0; group < batch.Groups; group += most)
            {
                Columns(Product(group, Math.Min(most, batch.Groups - group)), fromRow, toRow);
            }
            return;
        }
        // Sequences are summed group by group over their places, where dy's rows lie far apart: they are brought together first.
        var packed = Scratch.Rent<T>((long)Panel * Places * batch.Lanes);
        for (var row = fromRow; row < toRow; row += Panel)
        {
            var count = Math.Min(Panel, toRow - row);
            for (var group = 0; group < batch.Groups; group++)
            {
                Pack(group, row, count, packed);
                Columns(Product(group, row, count, packed), row, row + count);
            }
        }
    }

    /// <summary>Computes some rows, their last columns on the way over a full tile: what stands behind them is the next row.</summary>
    private void Columns(Product<T> product, int fromRow, int toRow)
    {
        var begin = product;
        var column = 0;
        product.CRow = inputs;
        while (column + V.Count <= inputs)
        {
            var wide = column + (2 * V.Count) <= inputs;
            product.B = begin.B + column;
            product.C = target + column;
            Gemm.Multiply<T, V>(in product, fromRow, toRow, 1, wide);
            column += wide ? 2 * V.Count : V.Count;
        }
        var rest = inputs - column;
        if (rest == 0)
        {
            return;
        }
        var scratch = stackalloc T[V.TileRows * V.Count];
        product.B = begin.B + column;
        product.C = scratch;
        product.CRow = V.Count;
        product.Accumulate = false;
        for (var row = fromRow; row < toRow; row += V.TileRows)
        {
            var end = Math.Min(toRow, row + V.TileRows);
            product.A = begin.A + (row * begin.ARow);
            Gemm.Multiply<T, V>(in product, 0, end - row, 1, wide: false);
            for (var i = row; i < end; i++)
            {
                T* sum = target + ((nint)i * inputs) + column, part = scratch + ((i - row) * V.Count);
                for (var j = 0; j < rest; j++)
                {
                    sum[j] = begin.Accumulate ? sum[j] + part[j] : part[j];
                }
            }
        }
    }

    /// <summary>The product over some groups of a vector.</summary>
    private Product<T> Product(int group, int count) => new()
    {
        A = gradient.At(group, batch.Lanes) + ((nint)FirstGradient * gradient.Features * batch.Lanes),
        ARow = batch.Lanes,
        AStep = 1,
        ABlock = gradient.Slot.Stride,
        B = rows.At(group) + (FirstRow * rows.PlaceStride),
        BStep = rows.Stride,
        BBlock = rows.GroupStride,
        Blocks = count,
        Depth = batch.Lanes,
        LastDepth = batch.LanesUsed(group + count - 1),
        Accumulate = group > 0,
    };

    /// <summary>The product over all places of a group, for packed rows. Where every lane has a sample, the places follow one another.</summary>
    private Product<T> Product(int group, int row, int count, T* packed)
    {
        var used = batch.LanesUsed(group);
        var full = used == batch.Lanes;
        return new()
        {
            A = packed - row,
            ARow = 1,
            AStep = count,
            ABlock = (nint)count * used,
            B = rows.At(group) + (FirstRow * rows.PlaceStride),
            BStep = rows.Stride,
            BBlock = rows.PlaceStride,
            Blocks = full ? 1 : Places,
            Depth = used,
            LastDepth = full ? Places * used : used,
            Accumulate = group > 0,
        };
    }

    private void Pack(int group, int row, int count, T* packed)
    {
        var used = batch.LanesUsed(group);
        var place = gradient.At(group, batch.Lanes) + ((((nint)FirstGradient * gradient.Features) + row) * batch.Lanes);
        for (var i = 0; i < Places; i++, place += (nint)gradient.Features * batch.Lanes, packed += (nint)count * used)
        {
            Transpose.Run(place, batch.Lanes, packed, count, count, used);
        }
    }
}
