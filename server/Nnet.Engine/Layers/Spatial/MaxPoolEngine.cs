using Nnet.Engine.Compilation;
using Nnet.Engine.Layers.Maps;
using Nnet.Language.Layers.Spatial;

namespace Nnet.Engine.Layers.Spatial;

/// <summary>The greatest value under each window; backward, its gradient goes to the place where it was (the first of equals).</summary>
public sealed class MaxPoolEngine : LayerEngine<MaxPool>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples =>
    [
        LayerSample.Of<MaxPool>(2, 4, 6).With(Pool.Kernel, [2]),
        LayerSample.Of<MaxPool>(2, 5, 5).With(Pool.Kernel, [3]).With(Pool.Stride, [2]).With(Pool.Padding, Padding.Of(1)),
        LayerSample.Of<MaxPool>(3, 7).With(Pool.Kernel, [3]).With(Pool.Stride, [1]),
        LayerSample.Of<MaxPool>(2, 6, 5).With(Pool.Kernel, [3]).With(Pool.Stride, [2]).With(Pool.Ceil, true),
        LayerSample.Of<MaxPool>(2, 7, 5).With(Pool.Kernel, [2]).With(Pool.Stride, [1]).With(MaxPool.Dilation, [3, 2]).With(Pool.Padding, Padding.Same),
        LayerSample.Of<MaxPool>(1, 4, 4, 2).With(Pool.Kernel, [2]),
        LayerSample.OfSequence<MaxPool>(6, 3).With(Pool.Kernel, [2]),
    ];

    /// <inheritdoc/>
    public override bool PicksGreatest => true;

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
        var window = WindowGeometry.Of(site.Node.Facts!.Window!);
        PlaceMaximum.Add(site, AxisMap.ForEach(window.Input, window.Output, (axis, sources, extent) => new AxisMap(sources, [.. Enumerable.Range(0, extent).Select(place
            => Enumerable.Range(0, window.Kernel[axis])
                .Select(tap => (place * window.Stride[axis]) - window.Padding[axis] + (tap * window.Dilation[axis]))
                .Where(source => source >= 0 && source < sources)
                .Select(source => (source, 1.0)).ToArray())])));
    }
}
