using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Spatial;

namespace Nnet.Language.Layers.Normalization;

/// <summary>Instance normalisation (Ulyanov et al. 2016).</summary>
public sealed class InstanceNorm : Layer
{
    /// <summary>Whether it scales and shifts afterwards.</summary>
    public static readonly Argument<bool> Affine = Argument.Flag("affine", "Whether each channel is then scaled and shifted by learned numbers.", false);

    /// <summary>Keeps the division finite.</summary>
    public static readonly Argument<double> Epsilon = ChannelNorm.Epsilon;

    /// <inheritdoc/>
    public override string Name => "instancenorm";

    /// <inheritdoc/>
    public override string Summary => "Brings each channel of each sample to mean 0 and variance 1 over space.";

    /// <inheritdoc/>
    public override string? Formula => "y = (x − μ) / √(σ² + ε)        μ, σ²: over space; with affine=true then γ·y + β";

    /// <inheritdoc/>
    public override string? Advice => "In style transfer and generators: it takes the contrast of a picture away. For classifiers batchnorm or groupnorm.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["InstanceNorm1d", "InstanceNorm2d", "InstanceNorm3d", "InstanceNormalization", "instance_norm"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Epsilon, Affine, .. CommonArguments.OfGivenWeights];

    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site)
    {
        if (Maps.Of(site, "normalises over space") is null)
        {
            return null;
        }
        var channels = ChannelNorm.ChannelsOf(site);
        return new LayerFacts(new TensorType(site.Input.Shape))
        {
            Weights = site.Get(Affine) ? ChannelNorm.ScaleAndShift(channels) : [],
            ParameterArithmetic = site.Get(Affine) ? $"2·{channels[0]}" : null,
        };
    }
}
