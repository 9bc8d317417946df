using Nnet.Engine.Compilation;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Activations;

namespace Nnet.Engine.Layers.Activations;

/// <summary>Nothing to do: the output is the input.</summary>
public sealed class IdentityEngine : LayerEngine<Identity>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples => [LayerSample.Of<Identity>(4)];

    /// <inheritdoc/>
    public override LayerMemory MemoryOf(Node node) => LayerMemory.Alias;

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
    }
}
