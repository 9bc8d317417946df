using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Layers.Normalization;

/// <summary>Layer normalisation (Ba et al. 2016).</summary>
public sealed class LayerNorm : FeatureNorm
{
    /// <summary>Keeps the division finite.</summary>
    public static readonly Argument<double> Epsilon = ChannelNorm.Epsilon;

    /// <summary>Whether a learned constant is added.</summary>
    public static readonly Argument<bool> Bias = Argument.Flag("bias", "Whether learned constants are added behind the scale.", true);

    /// <inheritdoc/>
    public override string Name => "layernorm";

    /// <inheritdoc/>
    public override string Summary => "Brings the features of each place to mean 0 and variance 1, then scales and shifts them by learned numbers.";

    /// <inheritdoc/>
    public override string? Formula => "y = γ ⊙ (x − μ) / √(σ² + ε) + β        μ, σ²: over the features of one place";

    /// <inheritdoc/>
    public override string? Advice => "In transformers and recurrent networks: it needs no batch. A vector is normalised as one place, maps such as 64×8×8 over channels and space together, or with over=channels at each place (Liu et al. 2022).";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["LayerNorm", "LayerNormalization", "layer_norm", "ln"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Epsilon, Over, Affine, Bias, .. CommonArguments.OfGivenWeights];

    private protected override bool HasBias(LayerSite site) => site.Get(Bias);
}
