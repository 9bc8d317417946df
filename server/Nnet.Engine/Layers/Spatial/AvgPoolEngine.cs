using Nnet.Engine.Compilation;
using Nnet.Engine.Layers.Maps;
using Nnet.Language.Layers.Spatial;

namespace Nnet.Engine.Layers.Spatial;

/// <summary>
/// The sum under each window over its area: what of it lies in the input and its padding, or in the input alone. A window that ends
/// behind the padding (ceil) counts as far as that goes.
/// </summary>
public sealed class AvgPoolEngine : LayerEngine<AvgPool>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples =>
    [
        LayerSample.Of<AvgPool>(2, 4, 6).With(Pool.Kernel, [2]),
        LayerSample.Of<AvgPool>(2, 5, 5).With(Pool.Kernel, [3]).With(Pool.Stride, [2]).With(Pool.Padding, Padding.Of(1)),
        LayerSample.Of<AvgPool>(2, 5, 5).With(Pool.Kernel, [3]).With(Pool.Stride, [2]).With(Pool.Padding, Padding.Of(1)).With(AvgPool.CountsPadding, false),
        LayerSample.Of<AvgPool>(2, 6, 5).With(Pool.Kernel, [3, 2]).With(Pool.Stride, [2]).With(Pool.Padding, Padding.Of(1)).With(Pool.Ceil, true),
        LayerSample.Of<AvgPool>(2, 6).With(Pool.Kernel, [3]).With(Pool.Stride, [2]).With(Pool.Ceil, true).With(AvgPool.CountsPadding, false),
        LayerSample.Of<AvgPool>(3, 7).With(Pool.Kernel, [3]).With(Pool.Stride, [1]),
        LayerSample.Of<AvgPool>(3, 4, 5).With(Pool.Kernel, [2, 3]).With(Pool.Stride, [1]).With(Pool.Padding, Padding.Same),
        LayerSample.OfSequence<AvgPool>(6, 3).With(Pool.Kernel, [3]).With(Pool.Stride, [1]),
    ];

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
        var window = WindowGeometry.Of(site.Node.Facts!.Window!);
        var counts = site.Node.Get(AvgPool.CountsPadding);
        PlaceProduct<T, V>.Add(site, AxisMap.ForEach(window.Input, window.Output, (axis, sources, extent) => new AxisMap(sources, [.. Enumerable.Range(0, extent).Select(place =>
        {
            var from = (place * window.Stride[axis]) - window.Padding[axis];
            var to = Math.Min(from + window.Kernel[axis], sources + window.After[axis]);
            var (first, end) = (Math.Max(0, from), Math.Min(sources, to));
            var share = 1.0 / (counts ? to - from : end - first);
            return Enumerable.Range(first, end - first).Select(source => (source, share)).ToArray();
        })])));
    }
}
