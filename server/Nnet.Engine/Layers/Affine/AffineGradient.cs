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
    /// <summary>First place whose dy counts.</summary>
    public int FirstGradient { get; init; }

    /// <summary>The place whose x belongs to that one.</summary>
    public int FirstRow { get; init; }

    /// <summary>How many places count.</summary>
    public int Places { get; init; } = gradient.Places;

    public override void Run(int fromRow, int toRow)
    {
        if (Places == 0)
        {
            new Span<T>(target + ((nint)fromRow * inputs), (toRow - fromRow) * inputs).Clear();
            return;
        }
        // Vectors are summed over all groups at once, sequences group by group over their places.
        var passes = Places == 1 ? 1 : batch.Groups;
        var column = 0;
        for (; column + V.Count <= inputs; column += column + (2 * V.Count) <= inputs ? 2 * V.Count : V.Count)
        {
            for (var pass = 0; pass < passes; pass++)
            {
                var product = Pass(pass, column);
                product.C = target + column;
                product.CRow = inputs;
                Gemm.Multiply<T, V>(in product, fromRow, toRow, 1, wide: column + (2 * V.Count) <= inputs);
            }
        }
        var rest = inputs - column;
        if (rest == 0)
        {
            return;
        }
        // The last columns of a row stand beside the next row's first, so they take the way over a full tile.
        var scratch = stackalloc T[V.TileRows * V.Count];
        for (var row = fromRow; row < toRow; row += V.TileRows)
        {
            var end = Math.Min(toRow, row + V.TileRows);
            for (var pass = 0; pass < passes; pass++)
            {
                var product = Pass(pass, column);
                product.A += row * batch.Lanes;
                product.C = scratch;
                product.CRow = V.Count;
                Gemm.Multiply<T, V>(in product, 0, end - row, 1, wide: false);
            }
            for (var i = row; i < end; i++)
            {
                new ReadOnlySpan<T>(scratch + ((i - row) * V.Count), rest).CopyTo(new Span<T>(target + ((nint)i * inputs) + column, rest));
            }
        }
    }

    private Product<T> Pass(int pass, int column)
    {
        var product = new Product<T>
        {
            A = gradient.At(pass, batch.Lanes) + ((nint)FirstGradient * gradient.Features * batch.Lanes),
            ARow = batch.Lanes,
            AStep = 1,
            B = rows.At(pass) + (FirstRow * rows.PlaceStride) + column,
            BStep = rows.Stride,
            Accumulate = pass > 0,
        };
        if (Places == 1)
        {
            (product.ABlock, product.BBlock) = (gradient.Slot.Stride, rows.GroupStride);
            (product.Blocks, product.Depth, product.LastDepth) = (batch.Groups, batch.Lanes, batch.LanesUsed(batch.Groups - 1));
        }
        else
        {
            (product.ABlock, product.BBlock) = ((nint)gradient.Features * batch.Lanes, rows.PlaceStride);
            (product.Blocks, product.Depth, product.LastDepth) = (Places, batch.LanesUsed(pass), batch.LanesUsed(pass));
        }
        return product;
    }
}

/// <summary>Sums a gradient over samples and places: the gradient of a bias.</summary>
/// <param name="batch">The batch.</param>
/// <param name="target">The bias's gradient.</param>
/// <param name="gradient">What is summed, a row for each counting feature.</param>
internal sealed unsafe class PlaceSums<T, V>(Batch<T> batch, T* target, PlaceView<T> gradient) : GradientInstruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public override void Run(int fromRow, int toRow)
    {
        var count = toRow - fromRow;
        var sums = Scratch.Rent<T>((long)count * V.Count);
        new Span<T>(sums, count * V.Count).Clear();
        for (var group = 0; group < batch.Groups; group++)
        {
            var place = gradient.At(group, batch.Lanes) + ((nint)fromRow * batch.Lanes);
            for (var i = 0; i < gradient.Places; i++, place += (nint)gradient.Features * batch.Lanes)
            {
                var source = place;
                for (var sum = sums; sum < sums + (count * V.Count); sum += V.Count)
                {
                    var total = V.Load(sum);
                    for (var lane = 0; lane < batch.Lanes; lane += V.Count, source += V.Count)
                    {
                        total += V.Load(source);
                    }
                    V.Store(total, sum);
                }
            }
        }
        for (var i = 0; i < count; i++)
        {
            target[fromRow + i] = V.Sum(V.Load(sums + (i * V.Count)));
        }
    }
}
