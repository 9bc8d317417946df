using System.Numerics;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Maps;

namespace Nnet.Engine.Layers.Convolutions;

/// <summary>
/// A convolution of one sample, forward or transposed. The source is spread out with its padding, of a stride s every s-th place together, so
/// that what a tap adds to neighbouring results lies side by side: registers hold places, and no border needs a test. Behind each row some
/// results are computed that nobody wants. Items are blocks of filters.
/// </summary>
internal sealed unsafe class ConvolutionAlone<T, V> : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    private const int BlockRows = 12;

    private readonly ConvolutionShape _shape;
    private readonly bool _isBack;
    private readonly Parameter<T> _weight;
    private readonly Parameter<T>? _bias;
    private readonly Slot<T> _source;
    private readonly Slot<T> _target;
    private readonly SpreadWindow _window;
    private readonly AlignedMemory<nint> _pairs;
    private readonly AlignedMemory<Taps> _tiles;
    private readonly int _tileCount;
    private readonly int _blocks;

    /// <summary>Prepares the lists of taps.</summary>
    /// <param name="shape">The convolution.</param>
    /// <param name="isBack">Which way: false from what the window looks at to what the filters give.</param>
    /// <param name="weight">Filters × channels of a part × window.</param>
    /// <param name="bias">A number for each channel of the target, or null.</param>
    /// <param name="source">What is read.</param>
    /// <param name="target">What is written.</param>
    public ConvolutionAlone(ConvolutionShape shape, bool isBack, Parameter<T> weight, Parameter<T>? bias, Slot<T> source, Slot<T> target)
    {
        (_shape, _isBack, _weight, _bias, _source, _target) = (shape, isBack, weight, bias, source, target);
        var window = _window = new SpreadWindow(shape.Window, isBack);
        _blocks = (Rows + BlockRows - 1) / BlockRows;
        _tileCount = (window.Results + (2 * V.Count) - 1) / (2 * V.Count);
        var phases = window.ResultPhases.Product;
        _tiles = new AlignedMemory<Taps>((long)phases * _tileCount);
        var taps = Enumerable.Range(0, phases).Select(phase => window.TapsOf(phase).ToArray()).ToArray();
        _pairs = new AlignedMemory<nint>(Math.Max(1, 2 * taps.Sum(list => list.Length)));
        var pair = _pairs.Pointer;
        for (var phase = 0; phase < phases; phase++)
        {
            var first = pair;
            foreach (var (tap, distance) in taps[phase])
            {
                (*pair++, *pair++) = (tap, distance);
            }
            for (var tile = 0; tile < _tileCount; tile++)
            {
                var at = (nint)tile * 2 * V.Count;
                _tiles.Pointer[(phase * _tileCount) + tile] = new Taps(first, taps[phase].Length, at, at);
            }
        }
    }

    /// <summary>Number of blocks of filters.</summary>
    public int Items => _shape.Groups * _blocks;

    private MapLayout Read => _isBack ? _shape.Output : _shape.Input;

    private MapLayout Written => _isBack ? _shape.Input : _shape.Output;

    /// <summary>Channels of the target in a part.</summary>
    private int Rows => Written.Channels / _shape.Groups;

    /// <summary>Channels of the source in a part.</summary>
    private int Channels => Read.Channels / _shape.Groups;

    public override void Run(int from, int to)
    {
        nint rowStep = _isBack ? _shape.Window.Area : _shape.RowLength, plane = _window.PlaneLength, row = (nint)_tileCount * 2 * V.Count;
        var channels = Read.Channels;
        // The last tile of the last plane reads a little further.
        var spread = Scratch.Rent<T>((channels * plane) + (2 * V.Count) + (BlockRows * row));
        var results = spread + (channels * plane) + (2 * V.Count);
        for (var channel = 0; channel < channels; channel++)
        {
            Spread(_source.At(0) + (channel * Read.ChannelStep), spread + (channel * plane));
        }
        for (var item = from; item < to; item++)
        {
            var (part, first) = (item / _blocks, item % _blocks * BlockRows);
            var convolution = new Convolution<T>
            {
                A = _weight.Value + ((nint)part * _shape.Filters * _shape.RowLength) + (first * rowStep),
                ARow = rowStep,
                AChannel = _isBack ? _shape.RowLength : _shape.Window.Area,
                B = spread + (part * Channels * plane),
                BChannel = plane,
                Channels = Channels,
                C = results,
                CRow = row,
                Bias = _bias is null ? null : _bias.Value + (part * Rows) + first,
                Rows = Math.Min(BlockRows, Rows - first),
            };
            for (var phase = 0; phase < _window.ResultPhases.Product; phase++)
            {
                ConvolutionKernel.Tiles<T, V>(in convolution, _tiles.Pointer + (phase * _tileCount), _tileCount);
                for (var filter = 0; filter < convolution.Rows; filter++)
                {
                    Gather(results + (filter * row), _target.At(0) + (((part * Rows) + first + filter) * Written.ChannelStep), phase);
                }
            }
        }
    }

    /// <summary>One channel: phase after phase, rows of places with zeros where the source has none.</summary>
    private void Spread(T* from, T* to)
    {
        var (extent, places, step) = (_window.Extent, Read.Extent, Read.PlaceStep);
        for (var phase = 0; phase < _window.SourcePhases.Product; phase++)
        {
            var (pz, py, px) = _window.SourcePhases.At(phase);
            for (var z = 0; z < extent.Depth; z++)
            {
                var fromZ = (z * _window.SourcePhases.Depth) + pz - _window.Before.Depth;
                for (var y = 0; y < extent.Height; y++, to += extent.Width)
                {
                    var fromY = (y * _window.SourcePhases.Height) + py - _window.Before.Height;
                    new Span<T>(to, extent.Width).Clear();
                    if (fromZ < 0 || fromZ >= places.Depth || fromY < 0 || fromY >= places.Height)
                    {
                        continue;
                    }
                    var (first, last, begin) = Along(extent.Width, _window.SourcePhases.Width, px - _window.Before.Width, places.Width);
                    Copy(from + (((((nint)fromZ * places.Height) + fromY) * places.Width) + begin) * step, _window.SourcePhases.Width * step, to + first, 1, last - first);
                }
            }
        }
    }

    /// <summary>One channel of the result: the rows of a phase go to their places.</summary>
    private void Gather(T* from, T* to, int phase)
    {
        var (extent, count, places, step) = (_window.Extent, _window.Counts, Written.Extent, Written.PlaceStep);
        var (pz, py, px) = _window.ResultPhases.At(phase);
        for (var z = 0; z < count.Depth; z++)
        {
            var toZ = (z * _window.ResultPhases.Depth) + pz - _window.Cut.Depth;
            for (var y = 0; y < count.Height; y++)
            {
                var toY = (y * _window.ResultPhases.Height) + py - _window.Cut.Height;
                if (toZ < 0 || toZ >= places.Depth || toY < 0 || toY >= places.Height)
                {
                    continue;
                }
                var (first, last, begin) = Along(count.Width, _window.ResultPhases.Width, px - _window.Cut.Width, places.Width);
                Copy(from + ((((nint)z * extent.Height) + y) * extent.Width) + first, 1, to + (((((nint)toZ * places.Height) + toY) * places.Width) + begin) * step, _window.ResultPhases.Width * step, last - first);
            }
        }
    }

    /// <summary>Of the indices i below a count those for which i·step + shift lies inside of an extent, and where the first of them does.</summary>
    private static (int First, int Last, int Begin) Along(int count, int step, int shift, int extent)
    {
        var first = shift >= 0 ? 0 : Math.Min(count, (step - 1 - shift) / step);
        var last = Math.Clamp((extent - shift + step - 1) / step, first, count);
        return (first, last, (first * step) + shift);
    }

    private static void Copy(T* from, nint fromStep, T* to, nint toStep, int count)
    {
        if (fromStep == 1 && toStep == 1)
        {
            new ReadOnlySpan<T>(from, count).CopyTo(new Span<T>(to, count));
            return;
        }
        for (var i = 0; i < count; i++)
        {
            to[i * toStep] = from[i * fromStep];
        }
    }
}
