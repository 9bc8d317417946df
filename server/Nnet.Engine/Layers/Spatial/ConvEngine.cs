using System.Numerics;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Convolutions;
using Nnet.Engine.Layers.Maps;
using Nnet.Language.Layers.Spatial;

namespace Nnet.Engine.Layers.Spatial;

/// <summary>y[f] = b[f] + Σ W[f, c, k]·x[c, place + k], in one, two or three spatial axes.</summary>
public sealed class ConvEngine : LayerEngine<Conv>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples =>
    [
        LayerSample.Of<Conv>(2, 5, 6).With(Conv.Filters, 3).With(Conv.Kernel, [3]),
        LayerSample.Of<Conv>(1, 5, 5).With(Conv.Filters, 7).With(Conv.Kernel, [5]).With(Conv.Padding, Padding.Of(2)),
        LayerSample.Of<Conv>(3, 6, 7).With(Conv.Filters, 2).With(Conv.Kernel, [3, 2]).With(Conv.Stride, [2]).With(Conv.Padding, Padding.Of(1, 0)),
        LayerSample.Of<Conv>(2, 9).With(Conv.Filters, 13).With(Conv.Kernel, [4]).With(Conv.Stride, [3]).With(Conv.Bias, false),
        LayerSample.Of<Conv>(2, 3, 3, 4).With(Conv.Filters, 2).With(Conv.Kernel, [2]).With(Conv.Padding, Padding.Of(1)),
        LayerSample.Of<Conv>(2, 5, 6).With(Conv.Filters, 3).With(Conv.Kernel, [2, 3]).With(Conv.Stride, [2]).With(Conv.Padding, Padding.Same),
        LayerSample.Of<Conv>(5, 3, 3).With(Conv.Filters, 4).With(Conv.Kernel, [1]),
    ];

    /// <inheritdoc/>
    public override LayerMemory MemoryOf(Language.Graph.Node node) => LayerMemory.KeepsInput;

    /// <inheritdoc/>
    public override string? Refuses(Language.Graph.Node node)
        => node.Get(Conv.Groups) > 1 ? $"conv with groups={node.Get(Conv.Groups)}"
            : node.Facts!.Window!.Axes.Any(axis => axis.Dilation > 1) ? "conv with a dilation"
            : null;

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
        var node = site.Node;
        var weight = site.Tensor("weight")!;
        var bias = site.Tensor("bias");
        var window = WindowGeometry.Of(node.Facts!.Window!);
        site.Forward(new ConvForward<T, V>(site.Batch, window, weight, bias, site.Input, site.Output), [site.Input], [site.Output]);
        if (site.OutputGradient is not { } gradient)
        {
            return;
        }
        if (site.InputGradient is { } inputGradient)
        {
            site.Backward(new ConvBackward<T, V>(site.Batch, window, weight, gradient, inputGradient), [gradient], [inputGradient]);
        }
        site.Gradient(weight, new ConvGradient<T, V>(site.Batch, window, weight, site.Input, gradient), (long)weight.RowLength * window.OutputArea, site.Input, gradient);
        if (bias is not null)
        {
            site.Gradient(bias, new LaneSums<T, V>(site.Batch, bias, gradient, window.OutputArea), window.OutputArea, gradient);
        }
    }
}

internal sealed unsafe class ConvForward<T, V>(Batch<T> batch, WindowGeometry window, Parameter<T> weight, Parameter<T>? bias, Slot<T> input, Slot<T> output) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    private readonly TapTable _taps = TapTable.Forward(window, batch.Lanes);

    public override void Run(int from, int to)
    {
        for (var group = from; group < to; group++)
        {
            var convolution = new Convolution<T>
            {
                A = weight.Value,
                ARow = weight.RowLength,
                AChannel = window.Area,
                B = input.At(group),
                BChannel = (nint)window.InputArea * batch.Lanes,
                Channels = weight.RowLength / window.Area,
                C = output.At(group),
                CRow = (nint)window.OutputArea * batch.Lanes,
                Bias = bias is null ? null : bias.Value,
                Rows = weight.Rows,
            };
            ConvolutionKernel.Run<T, V>(in convolution, _taps, window.Output, batch.Lanes > V.Count);
        }
    }
}

internal sealed unsafe class ConvBackward<T, V>(Batch<T> batch, WindowGeometry window, Parameter<T> weight, Slot<T> gradient, Slot<T> inputGradient) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    private readonly TapTable _taps = TapTable.Backward(window, batch.Lanes);

    public override void Run(int from, int to)
    {
        for (var group = from; group < to; group++)
        {
            var convolution = new Convolution<T>
            {
                A = weight.Value,
                ARow = window.Area,
                AChannel = weight.RowLength,
                B = gradient.At(group),
                BChannel = (nint)window.OutputArea * batch.Lanes,
                Channels = weight.Rows,
                C = inputGradient.At(group),
                CRow = (nint)window.InputArea * batch.Lanes,
                Rows = weight.RowLength / window.Area,
            };
            ConvolutionKernel.Run<T, V>(in convolution, _taps, window.Input, batch.Lanes > V.Count);
        }
    }
}

internal sealed unsafe class ConvGradient<T, V>(Batch<T> batch, WindowGeometry window, Parameter<T> weight, Slot<T> input, Slot<T> gradient) : GradientInstruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    private const int CacheBytes = 24 << 10;

    private readonly (int From, int To)[] _depths = [.. Enumerable.Range(0, window.Kernel.Depth).Select(tap => window.Reached(0, tap))];
    private readonly (int From, int To)[] _heights = [.. Enumerable.Range(0, window.Kernel.Height).Select(tap => window.Reached(1, tap))];
    private readonly (int From, int To)[] _widths = [.. Enumerable.Range(0, window.Kernel.Width).Select(tap => window.Reached(2, tap))];

    public override int RowBlock => WeightGradientKernel.Filters;

    /// <summary>Rows of the output that are worked on together, so that their gradient stays in the first-level cache for all weights.</summary>
    private readonly int _rows = (int)Math.Clamp(CacheBytes / ((long)WeightGradientKernel.Filters * window.Output.Width * batch.Lanes * sizeof(T)), 1, window.Output.Height);

    public override void Run(int fromRow, int toRow)
    {
        var sums = Scratch.Rent<T>((long)WeightGradientKernel.Filters * weight.RowLength * V.Count);
        for (var filter = fromRow; filter < toRow; filter += WeightGradientKernel.Filters)
        {
            var filters = Math.Min(WeightGradientKernel.Filters, toRow - filter);
            new Span<T>(sums, filters * weight.RowLength * V.Count).Clear();
            for (var group = 0; group < batch.Groups; group++)
            {
                for (var z = 0; z < window.Output.Depth; z++)
                {
                    for (var y = 0; y < window.Output.Height; y += _rows)
                    {
                        AddRows(sums, filter, filters, group, z, y, Math.Min(window.Output.Height, y + _rows));
                    }
                }
            }
            for (var i = 0; i < filters * weight.RowLength; i++)
            {
                weight.Gradient[((nint)filter * weight.RowLength) + i] = V.Sum(V.Load(sums + ((nint)i * V.Count)));
            }
        }
    }

    /// <summary>Adds some rows of the output to the sums of all weights of some filters.</summary>
    private void AddRows(T* sums, int filter, int filters, int group, int z, int y, int end)
    {
        var lanes = batch.Lanes;
        var gradientRow = (nint)window.OutputArea * lanes;
        var channels = weight.RowLength / window.Area;
        var plane = gradient.At(group) + (filter * gradientRow) + ((nint)z * window.Output.Height * window.Output.Width * lanes);
        for (var tapZ = 0; tapZ < window.Kernel.Depth; tapZ++)
        {
            if (z < _depths[tapZ].From || z >= _depths[tapZ].To)
            {
                continue;
            }
            var inputZ = (z * window.Stride.Depth) - window.Padding.Depth + tapZ;
            for (var channel = 0; channel < channels; channel++)
            {
                for (var tapY = 0; tapY < window.Kernel.Height; tapY++)
                {
                    var (first, last) = (Math.Max(y, _heights[tapY].From), Math.Min(end, _heights[tapY].To));
                    if (first >= last)
                    {
                        continue;
                    }
                    var inputY = (first * window.Stride.Height) - window.Padding.Height + tapY;
                    var source = input.At(group) + (((((((nint)channel * window.Input.Depth) + inputZ) * window.Input.Height) + inputY) * window.Input.Width) * lanes);
                    var tap = (((((channel * window.Kernel.Depth) + tapZ) * window.Kernel.Height) + tapY) * window.Kernel.Width);
                    AddTaps(sums + ((nint)tap * V.Count), filters, plane + ((nint)first * window.Output.Width * lanes), gradientRow, source, last - first);
                }
            }
        }
    }

    /// <summary>Adds some rows of the output to the sums of one row of weights.</summary>
    private void AddTaps(T* sums, int filters, T* row, nint gradientRow, T* source, int rows)
    {
        var lanes = batch.Lanes;
        var sumRow = (nint)weight.RowLength * V.Count;
        nint step = window.Stride.Width * lanes;
        for (var tap = 0; tap < window.Kernel.Width; tap += WeightGradientKernel.Taps)
        {
            var taps = Math.Min(WeightGradientKernel.Taps, window.Kernel.Width - tap);
            // Where all of these weights lie inside the input they go together, at the borders one by one.
            var (from, to) = _widths[tap];
            for (var i = tap + 1; i < tap + taps; i++)
            {
                (from, to) = (Math.Max(from, _widths[i].From), Math.Min(to, _widths[i].To));
            }
            if (from >= to)
            {
                (from, to) = (window.Output.Width, window.Output.Width);
            }
            Run(tap, taps, from, to);
            for (var i = tap; i < tap + taps; i++)
            {
                Run(i, 1, _widths[i].From, Math.Min(from, _widths[i].To));
                Run(i, 1, to, _widths[i].To);
            }
        }

        void Run(int tap, int taps, int from, int to)
        {
            if (from < to)
            {
                WeightGradientKernel.Run<T, V>(
                    filters,
                    taps,
                    sums + (tap * V.Count),
                    sumRow,
                    row + (from * lanes),
                    gradientRow,
                    source + ((((nint)from * window.Stride.Width) - window.Padding.Width + tap) * lanes),
                    (nint)window.Stride.Height * window.Input.Width * lanes,
                    step,
                    rows,
                    to - from,
                    (nint)window.Output.Width * lanes,
                    lanes > V.Count);
            }
        }
    }
}
