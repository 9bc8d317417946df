using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Regularization;

/// <summary>A layer that disturbs values while a network trains, and lets them through as they are when it is used.</summary>
public abstract class Regularizer : Layer
{
    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site) => new(site.Input);
}
