using Nnet.Engine.Compilation;
using Nnet.Engine.Layers.Maps;
using Nnet.Language.Layers.Spatial;

namespace Nnet.Engine.Layers.Spatial;

/// <summary>The greatest value of each channel; backward, the place where it was gets the whole gradient.</summary>
public sealed class GlobalMaxPoolEngine : LayerEngine<GlobalMaxPool>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples => [LayerSample.Of<GlobalMaxPool>(3, 2, 4), LayerSample.Of<GlobalMaxPool>(2, 5), LayerSample.OfSequence<GlobalMaxPool>(4, 3)];

    /// <inheritdoc/>
    public override bool PicksGreatest => true;

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
        => PlaceMaximum.Add(site, AxisMap.ForEach(MapLayout.Of(site.InputShape, site.Lanes).Extent, new Axes(1, 1, 1), (_, sources, extent) => AxisMap.Adaptive(sources, extent)));
}
