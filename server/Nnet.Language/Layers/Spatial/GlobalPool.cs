using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Spatial;

/// <summary>A layer that makes one number of each channel.</summary>
public abstract class GlobalPool : Layer
{
    /// <inheritdoc/>
    public sealed override LayerFacts? Infer(LayerSite site)
        => Maps.Of(site, "looks at all of space") is { } maps
            ? new LayerFacts(new TensorType(Shape.Of(maps.Channels), Range(site.Input.Domain)))
            : null;

    /// <summary>What it gives for what it takes.</summary>
    private protected abstract Domain Range(Domain input);
}
