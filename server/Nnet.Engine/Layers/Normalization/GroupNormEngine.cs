using Nnet.Engine.Compilation;
using Nnet.Language.Layers.Normalization;

namespace Nnet.Engine.Layers.Normalization;

/// <summary>Normalises some channels of a sample together, then scales and shifts each.</summary>
public sealed class GroupNormEngine : LayerEngine<GroupNorm>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples =>
    [
        LayerSample.Of<GroupNorm>(6, 2, 3).With(GroupNorm.Groups, 3),
        LayerSample.Of<GroupNorm>(4, 3).With(GroupNorm.Groups, 1).With(GroupNorm.Epsilon, 0.1),
        LayerSample.Of<GroupNorm>(6).With(GroupNorm.Groups, 2),
        LayerSample.OfSequence<GroupNorm>(3, 4).With(GroupNorm.Groups, 2),
    ];

    /// <inheritdoc/>
    public override LayerMemory MemoryOf(Language.Graph.Node node) => LayerMemory.KeepsInput;

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site) => ChannelGroupNorm.Add(site, site.Node.Get(GroupNorm.Groups), site.Node.Get(GroupNorm.Epsilon));
}
