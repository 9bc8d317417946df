using System.Numerics;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;
using Nnet.Language.Layers;

namespace Nnet.Engine.Layers;

/// <summary>y = Wx + b; dx = Wᵀdy; dW = dy·xᵀ; db = Σ dy.</summary>
public sealed class DenseEngine : LayerEngine<Dense>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples =>
    [
        LayerSample.Of<Dense>(5).With(Dense.Units, 3),
        LayerSample.Of<Dense>(1).With(Dense.Units, 1),
        LayerSample.Of<Dense>(17).With(Dense.Units, 26).With(Dense.Bias, false),
        LayerSample.Of<Dense>(70).With(Dense.Units, 37),
        LayerSample.Of<Dense>(1030).With(Dense.Units, 2),
    ];

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
        var weight = site.Tensor("weight")!;
        var bias = site.Tensor("bias");
        var (units, inputs) = (weight.Rows, weight.RowLength);
        site.Forward(new DenseForward<T, V>(site.Batch, weight, bias, site.Input, site.Output), [site.Input], [site.Output]);
        if (site.OutputGradient is not { } gradient)
        {
            return;
        }
        if (site.InputGradient is { } inputGradient)
        {
            site.Backward(new DenseBackward<T, V>(site.Batch, weight, gradient, inputGradient), [gradient], [inputGradient]);
        }
        var rows = site.InputRows();
        site.Gradient(weight, new DenseGradient<T, V>(site.Batch, weight, rows, gradient), inputs, [gradient, .. rows.Slots]);
        if (bias is not null)
        {
            site.Gradient(bias, new LaneSums<T, V>(site.Batch, bias, gradient, 1), 1, gradient);
        }
    }
}

internal sealed unsafe class DenseForward<T, V>(Batch<T> batch, Parameter<T> weight, Parameter<T>? bias, Slot<T> input, Slot<T> output) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public override void Run(int from, int to)
    {
        var product = new Product<T>
        {
            A = weight.Value,
            ARow = weight.RowLength,
            AStep = 1,
            B = input.At(from),
            BStep = batch.Lanes,
            BTile = input.Stride,
            C = output.At(from),
            CRow = batch.Lanes,
            CTile = output.Stride,
            Bias = bias is null ? null : bias.Value,
            Blocks = 1,
            LastDepth = weight.RowLength,
        };
        Gemm.Multiply<T, V>(in product, 0, weight.Rows, to - from, batch.Lanes > V.Count);
    }
}

internal sealed unsafe class DenseBackward<T, V>(Batch<T> batch, Parameter<T> weight, Slot<T> gradient, Slot<T> inputGradient) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public override void Run(int from, int to)
    {
        var product = new Product<T>
        {
            A = weight.Value,
            ARow = 1,
            AStep = weight.RowLength,
            B = gradient.At(from),
            BStep = batch.Lanes,
            BTile = gradient.Stride,
            C = inputGradient.At(from),
            CRow = batch.Lanes,
            CTile = inputGradient.Stride,
            Blocks = 1,
            LastDepth = weight.Rows,
        };
        Gemm.Multiply<T, V>(in product, 0, weight.RowLength, to - from, batch.Lanes > V.Count);
    }
}

internal sealed unsafe class DenseGradient<T, V>(Batch<T> batch, Parameter<T> weight, RowView<T> rows, Slot<T> gradient) : GradientInstruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public override void Run(int fromRow, int toRow)
    {
        var inputs = weight.RowLength;
        var tile = 2 * V.Count;
        var product = new Product<T>
        {
            A = gradient.At(0),
            ARow = batch.Lanes,
            AStep = 1,
            ABlock = gradient.Stride,
            B = rows.At(0),
            BStep = rows.Stride,
            BBlock = rows.GroupStride,
            BTile = tile,
            C = weight.Gradient,
            CRow = inputs,
            CTile = tile,
            Blocks = batch.Groups,
            Depth = batch.Lanes,
            LastDepth = batch.LanesUsed(batch.Groups - 1),
        };
        var tiles = inputs / tile;
        if (tiles > 0)
        {
            Gemm.Multiply<T, V>(in product, fromRow, toRow, tiles, wide: true);
        }
        var done = tiles * tile;
        product.B += done;
        product.C += done;
        if (inputs - done >= V.Count)
        {
            Gemm.Multiply<T, V>(in product, fromRow, toRow, 1, wide: false);
            done += V.Count;
            product.B += V.Count;
        }
        var rest = inputs - done;
        if (rest > 0)
        {
            // The last columns of a row stand beside the next row's first, so they take the way over a full tile.
            var scratch = stackalloc T[V.TileRows * V.Count];
            product.CRow = V.Count;
            for (var row = fromRow; row < toRow; row += V.TileRows)
            {
                var end = Math.Min(toRow, row + V.TileRows);
                product.A = gradient.At(0) + (row * batch.Lanes);
                product.C = scratch;
                Gemm.Multiply<T, V>(in product, 0, end - row, 1, wide: false);
                for (var i = row; i < end; i++)
                {
                    new ReadOnlySpan<T>(scratch + ((i - row) * V.Count), rest).CopyTo(new Span<T>(weight.Gradient + ((nint)i * inputs) + done, rest));
                }
            }
        }
    }
}

/// <summary>Sums a gradient over the samples and, per row, over <paramref name="span"/> places: the gradient of a bias.</summary>
internal sealed unsafe class LaneSums<T, V>(Batch<T> batch, Parameter<T> bias, Slot<T> gradient, int span) : GradientInstruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public override void Run(int fromRow, int toRow)
    {
        var length = span * batch.Lanes;
        for (var row = fromRow; row < toRow; row++)
        {
            var sum = V.Zero;
            for (var group = 0; group < batch.Groups; group++)
            {
                var source = gradient.At(group) + ((nint)row * length);
                for (var i = 0; i < length; i += V.Count)
                {
                    sum += V.Load(source + i);
                }
            }
            bias.Gradient[row] = V.Sum(sum);
        }
    }
}
