using Nnet.Engine.Execution;
using Nnet.Engine.Layers.Maps;

namespace Nnet.Engine.Layers.Convolutions;

/// <summary>
/// For every place of a result, which weights meet which places of the source: the places under a window that lie
/// inside the input (forward), or the windows that saw an input (backward). Places that meet alike share a list, so
/// borders and strides cost no test in the kernel and nothing is padded.
/// </summary>
public sealed unsafe class TapTable
{
    private readonly AxisTaps[] _axes;
    private readonly AlignedMemory<nint> _pairs;
    private readonly AlignedMemory<Taps> _places;
    private readonly int[] _coupled;
    private readonly nint _rowStep;
    private readonly nint _planeStep;

    private TapTable(Axes kernel, Axes source, AxisTaps[] axes, nint sourceStep, nint resultStep)
    {
        _axes = axes;
        var (depths, heights, widths) = (axes[0].Lists.Count, axes[1].Lists.Count, axes[2].Lists.Count);
        (_rowStep, _planeStep) = (source.Width * sourceStep, (nint)source.Height * source.Width * sourceStep);
        var lists = new (int First, int Count)[depths * heights * widths];
        var pairs = new List<nint>();
        for (var list = 0; list < lists.Length; list++)
        {
            var (z, y, x) = (axes[0].Lists[list / widths / heights], axes[1].Lists[list / widths % heights], axes[2].Lists[list % widths]);
            lists[list] = (pairs.Count, z.Length * y.Length * x.Length);
            if (lists[list].Count == 0)
            {
                // Lists are told apart by where they begin, and a window that lies in the padding alone meets nothing.
                pairs.AddRange([0, 0]);
            }
            foreach (var (tapZ, atZ) in z)
            {
                foreach (var (tapY, atY) in y)
                {
                    foreach (var (tapX, atX) in x)
                    {
                        pairs.Add((((tapZ * kernel.Height) + tapY) * kernel.Width) + tapX);
                        pairs.Add((atZ * _planeStep) + (atY * _rowStep) + (atX * sourceStep));
                    }
                }
            }
        }
        _pairs = new AlignedMemory<nint>(Math.Max(1, pairs.Count));
        for (var i = 0; i < pairs.Count; i++)
        {
            _pairs.Pointer[i] = pairs[i];
        }
        Width = axes[2].Class.Length;
        ResultStep = resultStep;
        _places = new AlignedMemory<Taps>((long)depths * heights * Width);
        _coupled = new int[depths * heights];
        for (var row = 0; row < depths * heights; row++)
        {
            var at = _places.Pointer + (row * Width);
            // Two places of one list make a couple; couples come first, then whoever is left over.
            var classes = Enumerable.Range(0, Width).GroupBy(x => axes[2].Class[x]).Select(group => group.ToArray()).ToArray();
            foreach (var x in classes.SelectMany(places => places[..(places.Length & ~1)]).Concat(classes.SelectMany(places => places[(places.Length & ~1)..])))
            {
                var (first, count) = lists[(row * widths) + axes[2].Class[x]];
                *at++ = new Taps(_pairs.Pointer + first, count, axes[2].Base[x] * sourceStep, x * resultStep);
            }
            _coupled[row] = classes.Sum(places => places.Length & ~1);
        }
    }

    /// <summary>Places in a row of the result.</summary>
    public int Width { get; }

    /// <summary>From a place of the result to the next.</summary>
    public nint ResultStep { get; }

    /// <summary>From outputs to the inputs under their windows.</summary>
    /// <param name="window">The window.</param>
    /// <param name="inputStep">From a place of the input to the next, in numbers.</param>
    /// <param name="outputStep">From a place of the output to the next.</param>
    public static TapTable Forward(WindowGeometry window, nint inputStep, nint outputStep) => new(window.Kernel, window.Input,
        [.. Enumerable.Range(0, 3).Select(axis => new AxisTaps(
            window.Output[axis],
            place => (place * window.Stride[axis]) - window.Padding[axis],
            place => Enumerable.Range(0, window.Kernel[axis])
                .Select(tap => (Tap: tap, Source: (place * window.Stride[axis]) - window.Padding[axis] + (tap * window.Dilation[axis])))
                .Where(pair => pair.Source >= 0 && pair.Source < window.Input[axis])))],
        inputStep, outputStep);

    /// <summary>From inputs to the outputs whose windows they lie under.</summary>
    /// <param name="window">The window.</param>
    /// <param name="inputStep">From a place of the input to the next, in numbers.</param>
    /// <param name="outputStep">From a place of the output to the next.</param>
    public static TapTable Backward(WindowGeometry window, nint inputStep, nint outputStep) => new(window.Kernel, window.Output,
        [.. Enumerable.Range(0, 3).Select(axis => new AxisTaps(
            window.Input[axis],
            place => (place + window.Padding[axis]) / window.Stride[axis],
            place => Enumerable.Range(0, window.Kernel[axis])
                .Select(tap => (Tap: tap, From: place + window.Padding[axis] - (tap * window.Dilation[axis])))
                .Where(pair => pair.From >= 0 && pair.From % window.Stride[axis] == 0)
                .Select(pair => (pair.Tap, Source: pair.From / window.Stride[axis]))
                .Where(pair => pair.Source < window.Output[axis])))],
        outputStep, inputStep);

    /// <summary>The lists of a row of places, one for each place along it, in an order that puts places with one list together.</summary>
    /// <param name="z">Place along the outermost axis.</param>
    /// <param name="y">Place along the middle axis.</param>
    /// <param name="start">Distance of the row's base from the source's first number.</param>
    /// <param name="coupled">So many of the first places come in couples that share a list.</param>
    public Taps* Row(int z, int y, out nint start, out int coupled)
    {
        var (depth, height) = (_axes[0], _axes[1]);
        start = (depth.Base[z] * _planeStep) + (height.Base[y] * _rowStep);
        var row = (depth.Class[z] * height.Lists.Count) + height.Class[y];
        coupled = _coupled[row];
        return _places.Pointer + ((nint)row * Width);
    }

    /// <summary>The same along one axis.</summary>
    private sealed class AxisTaps
    {
        public AxisTaps(int extent, Func<int, int> baseOf, Func<int, IEnumerable<(int Tap, int Source)>> taps)
        {
            Class = new int[extent];
            Base = new int[extent];
            for (var place = 0; place < extent; place++)
            {
                Base[place] = baseOf(place);
                (int Tap, int Distance)[] list = [.. taps(place).Select(pair => (pair.Tap, pair.Source - Base[place]))];
                var known = Lists.FindIndex(other => other.AsSpan().SequenceEqual(list));
                if (known < 0)
                {
                    known = Lists.Count;
                    Lists.Add(list);
                }
                Class[place] = known;
            }
        }

        public int[] Class { get; }

        public int[] Base { get; }

        public List<(int Tap, int Distance)[]> Lists { get; } = [];
    }
}

/// <summary>What a place meets: pairs of (number of the weight, distance from the place's base in the source).</summary>
/// <param name="first">The first pair.</param>
/// <param name="count">Number of pairs.</param>
/// <param name="start">Distance of the place's base from its row's.</param>
/// <param name="result">Distance of the place from the first of its row in the result.</param>
public readonly unsafe struct Taps(nint* first, int count, nint start, nint result)
{
    /// <summary>The first pair.</summary>
    public nint* First => first;

    /// <summary>Number of pairs.</summary>
    public int Count => count;

    /// <summary>Distance of the place's base from its row's.</summary>
    public nint Start => start;

    /// <summary>Distance of the place from the first of its row in the result.</summary>
    public nint Result => result;
}
