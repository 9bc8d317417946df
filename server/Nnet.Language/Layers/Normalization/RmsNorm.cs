using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Layers.Normalization;

/// <summary>Root mean square normalisation (Zhang and Sennrich 2019).</summary>
public sealed class RmsNorm : FeatureNorm
{
    /// <summary>Keeps the division finite.</summary>
    public static readonly Argument<double> Epsilon = Argument.Number("eps", "Small number that keeps the division finite.", 1e-6, min: 0).Also("epsilon");

    /// <inheritdoc/>
    public override string Name => "rmsnorm";

    /// <inheritdoc/>
    public override string Summary => "Divides the features of each place by the root of their mean square, then scales them by learned numbers.";

    /// <inheritdoc/>
    public override string? Formula => "y = γ ⊙ x / √(mean x² + ε)        mean: over the features of one place";

    /// <inheritdoc/>
    public override string? Advice => "layernorm without its mean and shift, as newer language models have it.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["RMSNorm", "RMSNormalization", "rms_norm"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Epsilon, Over, Affine, .. CommonArguments.OfGivenWeights];
}
