using Nnet.Engine.Compilation;
using Nnet.Language.Layers.Normalization;

namespace Nnet.Engine.Layers.Normalization;

/// <summary>Normalises each channel of a sample by itself.</summary>
public sealed class InstanceNormEngine : LayerEngine<InstanceNorm>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples =>
    [
        LayerSample.Of<InstanceNorm>(3, 2, 3),
        LayerSample.Of<InstanceNorm>(2, 5).With(InstanceNorm.Affine, true).With(InstanceNorm.Epsilon, 0.1),
        LayerSample.OfSequence<InstanceNorm>(4, 2).With(InstanceNorm.Affine, true),
    ];

    /// <inheritdoc/>
    public override LayerMemory MemoryOf(Language.Graph.Node node) => LayerMemory.KeepsInput;

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
        => ChannelGroupNorm.Add(site, Maps.MapLayout.Of(site.InputShape, site.Lanes).Channels, site.Node.Get(InstanceNorm.Epsilon));
}
