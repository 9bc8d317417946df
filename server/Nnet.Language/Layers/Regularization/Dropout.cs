using System.Collections.Immutable;

namespace Nnet.Language.Layers.Regularization;

/// <summary>Dropout (Srivastava et al. 2014).</summary>
public sealed class Dropout : Dropping
{
    /// <inheritdoc/>
    public override string Name => "dropout";

    /// <inheritdoc/>
    public override string Summary => "Sets a random share of its input to zero while training; does nothing afterwards.";

    /// <inheritdoc/>
    public override string? Formula => "y = x · m / (1 − p)        m: 0 with probability p, else 1";

    /// <inheritdoc/>
    public override string? Advice => "Against overfitting, behind dense layers: 20% to 50%. Not right behind the output, nor before batchnorm.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["Dropout"];
}
