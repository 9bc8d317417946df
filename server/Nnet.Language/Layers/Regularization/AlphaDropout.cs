using System.Collections.Immutable;

namespace Nnet.Language.Layers.Regularization;

/// <summary>Dropout for self-normalising networks (Klambauer et al. 2017).</summary>
public sealed class AlphaDropout : Dropping
{
    /// <inheritdoc/>
    public override string Name => "alpha_dropout";

    /// <inheritdoc/>
    public override string Summary => "Sets a random share of its input to what selu saturates at while training, and keeps mean and variance.";

    /// <inheritdoc/>
    public override string? Formula => "y = a · (x·m + α′·(1 − m)) + b        α′ = −λα = −1.7581, a and b keep mean 0 and variance 1";

    /// <inheritdoc/>
    public override string? Advice => "Instead of dropout behind selu, which relies on mean 0 and variance 1 (Klambauer et al. 2017): 5% to 10%.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["AlphaDropout"];
}
