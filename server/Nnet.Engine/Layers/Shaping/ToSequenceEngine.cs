using Nnet.Engine.Compilation;
using Nnet.Language.Layers.Sequences;

namespace Nnet.Engine.Layers.Shaping;

/// <summary>Channels come behind their places; gradients go the way back.</summary>
public sealed class ToSequenceEngine : LayerEngine<ToSequence>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples => [LayerSample.Of<ToSequence>(3, 2, 4), LayerSample.Of<ToSequence>(5, 2)];

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
        var channels = site.InputShape[0];
        var places = (int)site.InputShape.Count / channels;
        MoveFeatures<T, V>.Add(site, [.. Enumerable.Range(0, places * channels).Select(i => (i % channels * places) + (i / channels))]);
    }
}
