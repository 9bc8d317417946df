using Nnet.Engine.Compilation;
using Nnet.Engine.Layers.Maps;
using Nnet.Language.Layers.Spatial;

namespace Nnet.Engine.Layers.Spatial;

/// <summary>The mean of each channel over space; backward, every place gets the same share.</summary>
public sealed class GlobalAvgPoolEngine : LayerEngine<GlobalAvgPool>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples => [LayerSample.Of<GlobalAvgPool>(3, 2, 4), LayerSample.Of<GlobalAvgPool>(2, 5), LayerSample.OfSequence<GlobalAvgPool>(4, 3)];

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
        => PlaceProduct<T, V>.Add(site, AxisMap.ForEach(MapLayout.Of(site.InputShape, site.Lanes).Extent, new Axes(1, 1, 1), (_, sources, extent) => AxisMap.Adaptive(sources, extent)));
}
