using Nnet.Engine.Compilation;
using Nnet.Language.Graph;
using Nnet.Language.Layers;

namespace Nnet.Engine.Layers.Shaping;

/// <summary>Nothing to do: features already lie channel after channel.</summary>
public sealed class FlattenEngine : LayerEngine<Flatten>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples => [LayerSample.Of<Flatten>(2, 3, 2), LayerSample.OfSequence<Flatten>(3, 2)];

    /// <inheritdoc/>
    public override LayerMemory MemoryOf(Node node) => LayerMemory.Alias;

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
    }
}
