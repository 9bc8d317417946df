using Nnet.Engine.Compilation;
using Nnet.Engine.Layers.Maps;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Regularization;

namespace Nnet.Engine.Layers.Regularization;

/// <summary>Each channel is kept or dropped as a whole.</summary>
public sealed class SpatialDropoutEngine : LayerEngine<SpatialDropout>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples => [LayerSample.Of<SpatialDropout>(5, 2, 3), LayerSample.Of<SpatialDropout>(4, 3).With(Dropping.Rate, 0.2), LayerSample.OfSequence<SpatialDropout>(3, 5)];

    /// <inheritdoc/>
    public override LayerMemory MemoryOf(Node node) => LayerMemory.InPlace;

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site) => DropRule.Zeros(site.Node.Get(Dropping.Rate)).Add(site, MapLayout.Of(site.InputShape, site.Lanes));
}
