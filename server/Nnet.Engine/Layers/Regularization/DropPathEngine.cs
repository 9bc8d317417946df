using Nnet.Engine.Compilation;
using Nnet.Engine.Layers.Maps;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Regularization;

namespace Nnet.Engine.Layers.Regularization;

/// <summary>All numbers of a sample are kept or dropped together.</summary>
public sealed class DropPathEngine : LayerEngine<DropPath>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples => [LayerSample.Of<DropPath>(3), LayerSample.Of<DropPath>(2, 3, 2).With(Dropping.Rate, 0.2)];

    /// <inheritdoc/>
    public override LayerMemory MemoryOf(Node node) => LayerMemory.InPlace;

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site) => DropRule.Zeros(site.Node.Get(Dropping.Rate)).Add(site, MapLayout.Whole((int)site.InputShape.Count, site.Lanes));
}
