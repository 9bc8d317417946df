using Nnet.Engine.Compilation;
using Nnet.Engine.Layers.Maps;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Regularization;

namespace Nnet.Engine.Layers.Regularization;

/// <summary>Every number by itself is kept or dropped.</summary>
public sealed class DropoutEngine : LayerEngine<Dropout>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples => [LayerSample.Of<Dropout>(9), LayerSample.Of<Dropout>(2, 3, 3).With(Dropping.Rate, 0.2)];

    /// <inheritdoc/>
    public override LayerMemory MemoryOf(Node node) => LayerMemory.InPlace;

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site) => DropRule.Zeros(site.Node.Get(Dropping.Rate)).Add(site, MapLayout.Each((int)site.InputShape.Count, site.Lanes));
}
