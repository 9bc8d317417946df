using System.Numerics;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Maps;

namespace Nnet.Engine.Layers.Convolutions;

/// <summary>The gradient of a convolution's weights: dW[f, c, k] = Σ dy[f, place]·x[c, place + k] over places and samples.</summary>
internal sealed unsafe class ConvolutionGradient<T, V>(Batch<T> batch, ConvolutionShape shape, Parameter<T> weight, Slot<T> input, Slot<T> gradient) : GradientInstruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public ConvolutionShape Shape => shape;

    public Parameter<T> Weight => weight;

    public Slot<T> Input => input;

    public Slot<T> Gradient => gradient;

    private const int CacheBytes = 64 << 10;

    private readonly WindowGeometry _window = shape.Window;
    private readonly (int From, int To)[] _depths = [.. Enumerable.Range(0, shape.Window.Kernel.Depth).Select(tap => shape.Window.Reached(0, tap))];
    private readonly (int From, int To)[] _heights = [.. Enumerable.Range(0, shape.Window.Kernel.Height).Select(tap => shape.Window.Reached(1, tap))];
    private readonly Stretch[] _stretches = Stretches(shape.Window);

    /// <summary>Rows of the output that are worked on together, so that their gradient stays in the cache for all weights.</summary>
    private readonly int _rows = (int)Math.Clamp(CacheBytes / ((long)WeightGradientKernel.Filters * shape.Window.Output.Width * batch.Lanes * sizeof(T)), 1, shape.Window.Output.Height);

    public override int RowBlock => WeightGradientKernel.Filters;

    public override void Run(int fromRow, int toRow)
    {
        var sums = Scratch.Rent<T>((long)WeightGradientKernel.Filters * shape.RowLength * V.Count);
        for (var filter = fromRow; filter < toRow;)
        {
            // Filters that go together see the same channels.
            var part = filter / shape.Filters;
            var filters = Math.Min(WeightGradientKernel.Filters, Math.Min(toRow, (part + 1) * shape.Filters) - filter);
            new Span<T>(sums, filters * shape.RowLength * V.Count).Clear();
            for (var group = 0; group < batch.Groups; group++)
            {
                var source = input.At(group) + (part * shape.Channels * shape.Input.ChannelStep);
                for (var z = 0; z < _window.Output.Depth; z++)
                {
                    for (var y = 0; y < _window.Output.Height; y += _rows)
                    {
                        AddRows(sums, filters, source, gradient.At(group) + (filter * shape.Output.ChannelStep), z, y, Math.Min(_window.Output.Height, y + _rows));
                    }
                }
            }
            for (var i = 0; i < filters * shape.RowLength; i++)
            {
                weight.Gradient[((nint)filter * shape.RowLength) + i] = V.Sum(V.Load(sums + ((nint)i * V.Count)));
            }
            filter += filters;
        }
    }

    /// <summary>Adds some rows of places to the sums of all weights of some filters.</summary>
    private void AddRows(T* sums, int filters, T* source, T* slope, int z, int y, int end)
    {
        var patch = new Patch<T>
        {
            SumRow = (nint)shape.RowLength * V.Count,
            SumStep = (_window.Kernel.Width == 1 ? _window.Area : 1) * (nint)V.Count,
            TapStep = _window.Kernel.Width == 1 ? shape.Input.ChannelStep : _window.Dilation.Width * shape.Input.PlaceStep,
            GradientRow = shape.Output.ChannelStep,
            GradientStep = shape.Output.PlaceStep,
            GradientLine = shape.Output.PlaceStep * _window.Output.Width,
            SourceStep = _window.Stride.Width * shape.Input.PlaceStep,
            SourceLine = (nint)_window.Stride.Height * _window.Input.Width * shape.Input.PlaceStep,
        };
        // Where the window is one place wide, neighbouring channels go together instead of neighbouring weights.
        var together = _window.Kernel.Width == 1 ? WeightGradientKernel.Taps : 1;
        for (var channel = 0; channel < shape.Channels; channel += together)
        {
            var channels = Math.Min(together, shape.Channels - channel);
            for (var tapZ = 0; tapZ < _window.Kernel.Depth; tapZ++)
            {
                if (z < _depths[tapZ].From || z >= _depths[tapZ].To)
                {
                    continue;
                }
                var inputZ = (z * _window.Stride.Depth) - _window.Padding.Depth + (tapZ * _window.Dilation.Depth);
                for (var tapY = 0; tapY < _window.Kernel.Height; tapY++)
                {
                    var (first, last) = (Math.Max(y, _heights[tapY].From), Math.Min(end, _heights[tapY].To));
                    if (first >= last)
                    {
                        continue;
                    }
                    patch.Rows = last - first;
                    var inputY = (first * _window.Stride.Height) - _window.Padding.Height + (tapY * _window.Dilation.Height);
                    var line = source + (channel * shape.Input.ChannelStep) + ((((nint)inputZ * _window.Input.Height) + inputY) * _window.Input.Width * shape.Input.PlaceStep);
                    var slopes = slope + ((((nint)z * _window.Output.Height) + first) * patch.GradientLine);
                    var weights = (((((nint)channel * _window.Kernel.Depth) + tapZ) * _window.Kernel.Height) + tapY) * _window.Kernel.Width;
                    foreach (var stretch in _stretches)
                    {
                        patch.Sums = sums + ((weights + stretch.Tap) * V.Count);
                        patch.Gradient = slopes + (stretch.From * shape.Output.PlaceStep);
                        patch.Source = line + (((stretch.From * _window.Stride.Width) - _window.Padding.Width + (stretch.Tap * _window.Dilation.Width)) * shape.Input.PlaceStep);
                        patch.Places = stretch.To - stretch.From;
                        WeightGradientKernel.Run<T, V>(filters, Math.Max(channels, stretch.Taps), in patch, batch.Lanes > V.Count);
                    }
                }
            }
        }
    }

    /// <summary>Cuts a row of places where the weights that lie inside the input change, so that the kernel tests no borders.</summary>
    private static Stretch[] Stretches(WindowGeometry window)
    {
        var stretches = new List<Stretch>();
        var reached = Enumerable.Range(0, window.Kernel.Width).Select(tap => window.Reached(2, tap)).ToArray();
        for (var block = 0; block < reached.Length; block += WeightGradientKernel.Taps)
        {
            var taps = Math.Min(WeightGradientKernel.Taps, reached.Length - block);
            var cuts = reached[block..(block + taps)].SelectMany(range => new[] { range.From, range.To }).Distinct().Order().ToArray();
            foreach (var (from, to) in cuts.Zip(cuts.Skip(1)))
            {
                var inside = Enumerable.Range(block, taps).Where(tap => reached[tap].From <= from && to <= reached[tap].To).ToArray();
                if (inside.Length > 0 && inside[^1] - inside[0] + 1 == inside.Length)
                {
                    stretches.Add(new Stretch(inside[0], inside.Length, from, to));
                }
                else
                {
                    stretches.AddRange(inside.Select(tap => new Stretch(tap, 1, from, to)));
                }
            }
        }
        return [.. stretches];
    }

    /// <summary>Places along a row at which some neighbouring weights all lie inside the input.</summary>
    private readonly record struct Stretch(int Tap, int Taps, int From, int To);
}
