using Nnet.Engine.Compilation;
using Nnet.Engine.Layers.Maps;
using Nnet.Language.Layers.Spatial;

namespace Nnet.Engine.Layers.Spatial;

/// <summary>The greatest value of each window; backward, its gradient goes to the place where it was (the first of equals).</summary>
public sealed class AdaptiveMaxPoolEngine : LayerEngine<AdaptiveMaxPool>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples =>
    [
        LayerSample.Of<AdaptiveMaxPool>(2, 4, 6).With(AdaptivePool.Size, [2]),
        LayerSample.Of<AdaptiveMaxPool>(2, 5, 7).With(AdaptivePool.Size, [3, 4]),
        LayerSample.Of<AdaptiveMaxPool>(2, 3).With(AdaptivePool.Size, [5]),
    ];

    /// <inheritdoc/>
    public override bool PicksGreatest => true;

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
        var (from, to) = (MapLayout.Of(site.InputShape, site.Lanes).Extent, MapLayout.Of(site.OutputShape, site.Lanes).Extent);
        PlaceMaximum.Add(site, AxisMap.ForEach(from, to, (_, sources, extent) => AxisMap.Adaptive(sources, extent)));
    }
}
