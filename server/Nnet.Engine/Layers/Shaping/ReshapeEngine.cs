using Nnet.Engine.Compilation;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Shaping;

namespace Nnet.Engine.Layers.Shaping;

/// <summary>Nothing to do: the values lie in the order of their axes.</summary>
public sealed class ReshapeEngine : LayerEngine<Reshape>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples =>
    [
        LayerSample.Of<Reshape>(12).With(Reshape.Target, Shape.Of(2, 3, 2)),
        LayerSample.OfSequence<Reshape>(2, 6).With(Reshape.Target, Shape.Sequence(4, 3)),
    ];

    /// <inheritdoc/>
    public override LayerMemory MemoryOf(Node node) => LayerMemory.Alias;

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
    }
}
