using Nnet.Engine.Layers.Maps;

namespace Nnet.Engine.Layers.Convolutions;

/// <summary>
/// A window over a source that is spread out: of every axis the places that a stride apart belong together are a phase, padded in front and
/// behind. Every tap is then one distance, the same for all results of a phase.
/// </summary>
internal sealed class SpreadWindow
{
    private readonly WindowGeometry _window;
    private readonly bool _transposed;

    /// <summary>Spreads the source of a window.</summary>
    /// <param name="window">The window.</param>
    /// <param name="transposed">Whether what is read are the window's outputs, and what is written its inputs.</param>
    public SpreadWindow(WindowGeometry window, bool transposed)
    {
        (_window, _transposed) = (window, transposed);
        // How many places of a phase lie under the window before the last.
        var reach = Each(axis => (window.Kernel[axis] - 1) * window.Dilation[axis] / window.Stride[axis]);
        var one = new Axes(1, 1, 1);
        SourcePhases = transposed ? one : window.Stride;
        ResultPhases = transposed ? window.Stride : one;
        Before = transposed ? reach : window.Padding;
        Cut = transposed ? window.Padding : default;
        Counts = transposed ? Each(axis => ((window.Input[axis] - 1 + window.Padding[axis]) / window.Stride[axis]) + 1) : window.Output;
        Extent = Each(axis => Counts[axis] + reach[axis]);
    }

    /// <summary>Phases of the source along each axis.</summary>
    public Axes SourcePhases { get; }

    /// <summary>Phases of the result along each axis.</summary>
    public Axes ResultPhases { get; }

    /// <summary>Zeros in front of the source.</summary>
    public Axes Before { get; }

    /// <summary>What is cut off in front of the result.</summary>
    public Axes Cut { get; }

    /// <summary>Results of a phase.</summary>
    public Axes Counts { get; }

    /// <summary>Places of a phase of the source.</summary>
    public Axes Extent { get; }

    /// <summary>Numbers of a channel of the source.</summary>
    public int PlaneLength => SourcePhases.Product * Extent.Product;

    /// <summary>Results of a phase with those behind each row that nobody wants.</summary>
    public int Results => ((((Counts.Depth - 1) * Extent.Height) + Counts.Height - 1) * Extent.Width) + Counts.Width;

    /// <summary>Which weights meet a phase of the result, and their distance in the source.</summary>
    public IEnumerable<(int Tap, int Distance)> TapsOf(int phase)
    {
        var (pz, py, px) = ResultPhases.At(phase);
        for (var tap = 0; tap < _window.Area; tap++)
        {
            var (z, y, x) = _window.Kernel.At(tap);
            var (depth, height, width) = (Of(0, z), Of(1, y), Of(2, x));
            if (_transposed && (depth.Phase != pz || height.Phase != py || width.Phase != px))
            {
                continue;
            }
            var source = _transposed ? 0 : (((depth.Phase * SourcePhases.Height) + height.Phase) * SourcePhases.Width) + width.Phase;
            yield return (tap, (source * Extent.Product) + (((depth.Place * Extent.Height) + height.Place) * Extent.Width) + width.Place);
        }
    }

    // The phase that a tap along an axis belongs to, and its place in a phase.
    private (int Phase, int Place) Of(int axis, int tap)
    {
        var (place, phase) = Math.DivRem(tap * _window.Dilation[axis], _window.Stride[axis]);
        return (phase, _transposed ? Before[axis] - place : place);
    }

    private static Axes Each(Func<int, int> of) => new(of(0), of(1), of(2));
}
