using System.Collections.Immutable;

namespace Nnet.Language.Layers.Regularization;

/// <summary>Stochastic depth (Huang et al. 2016).</summary>
public sealed class DropPath : Dropping
{
    /// <inheritdoc/>
    public override string Name => "drop_path";

    /// <inheritdoc/>
    public override string Summary => "Sets its whole input to zero for a random share of samples while training, so that a residual path is skipped.";

    /// <inheritdoc/>
    public override string? Formula => "y = x · m / (1 − p)        m: one for the whole sample, 0 with probability p, else 1";

    /// <inheritdoc/>
    public override string? Advice => "At the end of a residual path in very deep networks, with a share that grows from layer to layer (Huang et al. 2016).";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["StochasticDepth", "stochastic_depth", "DropPath"];
}
