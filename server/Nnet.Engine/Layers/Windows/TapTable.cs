using Nnet.Engine.Execution;

namespace Nnet.Engine.Layers.Windows;

/// <summary>
/// For every place of a result, which weights meet which places of the source: the places under a window that lie
/// inside the input (forward), or the windows that saw an input (backward). Places that meet alike share a list, so
/// borders and strides cost no test in the kernel and nothing is padded.
/// </summary>
public sealed unsafe class TapTable
{
    private readonly AxisTaps[] _axes;
    private readonly AlignedMemory<nint> _pairs;
    private readonly (int First, int Count)[] _lists;

    private TapTable(WindowGeometry window, Axes source, AxisTaps[] axes, int lanes)
    {
        _axes = axes;
        var (depths, heights, widths) = (axes[0].Lists.Count, axes[1].Lists.Count, axes[2].Lists.Count);
        _lists = new (int, int)[depths * heights * widths];
        var pairs = new List<nint>();
        for (var list = 0; list < _lists.Length; list++)
        {
            var (z, y, x) = (axes[0].Lists[list / widths / heights], axes[1].Lists[list / widths % heights], axes[2].Lists[list % widths]);
            _lists[list] = (pairs.Count, z.Length * y.Length * x.Length);
            foreach (var (tapZ, atZ) in z)
            {
                foreach (var (tapY, atY) in y)
                {
                    foreach (var (tapX, atX) in x)
                    {
                        pairs.Add((((tapZ * window.Kernel.Height) + tapY) * window.Kernel.Width) + tapX);
                        pairs.Add(((((nint)atZ * source.Height) + atY) * source.Width + atX) * lanes);
                    }
                }
            }
        }
        _pairs = new AlignedMemory<nint>(Math.Max(1, pairs.Count));
        for (var i = 0; i < pairs.Count; i++)
        {
            _pairs.Pointer[i] = pairs[i];
        }
        Source = source;
        Lanes = lanes;
    }

    /// <summary>Extent of the source.</summary>
    public Axes Source { get; }

    /// <summary>Samples in a group.</summary>
    public int Lanes { get; }

    /// <summary>From outputs to the inputs under their windows.</summary>
    public static TapTable Forward(WindowGeometry window, int lanes) => new(window, window.Input,
        [.. Enumerable.Range(0, 3).Select(axis => new AxisTaps(
            window.Output[axis],
            place => (place * window.Stride[axis]) - window.Padding[axis],
            place => Enumerable.Range(0, window.Kernel[axis])
                .Select(tap => (Tap: tap, Source: (place * window.Stride[axis]) - window.Padding[axis] + tap))
                .Where(pair => pair.Source >= 0 && pair.Source < window.Input[axis])))],
        lanes);

    /// <summary>From inputs to the outputs whose windows they lie under.</summary>
    public static TapTable Backward(WindowGeometry window, int lanes) => new(window, window.Output,
        [.. Enumerable.Range(0, 3).Select(axis => new AxisTaps(
            window.Input[axis],
            place => (place + window.Padding[axis]) / window.Stride[axis],
            place => Enumerable.Range(0, window.Kernel[axis])
                .Where(tap => place + window.Padding[axis] - tap >= 0 && (place + window.Padding[axis] - tap) % window.Stride[axis] == 0)
                .Select(tap => (Tap: tap, Source: (place + window.Padding[axis] - tap) / window.Stride[axis]))
                .Where(pair => pair.Source < window.Output[axis])))],
        lanes);

    /// <summary>The list of the place (z, y, x): pairs of (number of the weight, distance from the base in the source).</summary>
    public nint* At(int z, int y, int x, out int count, out nint start)
    {
        var (depth, height, width) = (_axes[0], _axes[1], _axes[2]);
        var list = _lists[(((depth.Class[z] * height.Lists.Count) + height.Class[y]) * width.Lists.Count) + width.Class[x]];
        count = list.Count;
        start = ((((nint)depth.Base[z] * Source.Height) + height.Base[y]) * Source.Width + width.Base[x]) * Lanes;
        return _pairs.Pointer + list.First;
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
