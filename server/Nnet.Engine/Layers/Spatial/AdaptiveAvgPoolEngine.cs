using Nnet.Engine.Compilation;
using Nnet.Engine.Layers.Maps;
using Nnet.Language.Layers.Spatial;

namespace Nnet.Engine.Layers.Spatial;

/// <summary>The mean of each window; where windows overlap, a place gets a share of the gradient of each.</summary>
public sealed class AdaptiveAvgPoolEngine : LayerEngine<AdaptiveAvgPool>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples =>
    [
        LayerSample.Of<AdaptiveAvgPool>(2, 4, 6).With(AdaptivePool.Size, [2]),
        LayerSample.Of<AdaptiveAvgPool>(2, 5, 7).With(AdaptivePool.Size, [3, 4]),
        LayerSample.Of<AdaptiveAvgPool>(2, 3).With(AdaptivePool.Size, [5]),
    ];

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
        var (from, to) = (MapLayout.Of(site.InputShape, site.Lanes).Extent, MapLayout.Of(site.OutputShape, site.Lanes).Extent);
        PlaceProduct<T, V>.Add(site, AxisMap.ForEach(from, to, (_, sources, extent) => AxisMap.Adaptive(sources, extent)));
    }
}
