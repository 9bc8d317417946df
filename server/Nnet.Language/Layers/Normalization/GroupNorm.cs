using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Normalization;

/// <summary>Group normalisation (Wu and He 2018).</summary>
public sealed class GroupNorm : Layer
{
    /// <summary>Parts of the channels.</summary>
    public static readonly Argument<int> Groups = Argument.Integer("groups", "Parts into which the channels are divided, each normalised together; 1 takes all channels at once.", min: 1, positional: true).Also("num_groups");

    /// <summary>Keeps the division finite.</summary>
    public static readonly Argument<double> Epsilon = ChannelNorm.Epsilon;

    /// <inheritdoc/>
    public override string Name => "groupnorm";

    /// <inheritdoc/>
    public override string Summary => "Brings each group of channels of each sample to mean 0 and variance 1, then scales and shifts each channel by learned numbers.";

    /// <inheritdoc/>
    public override string? Formula => "y = γ · (x − μ) / √(σ² + ε) + β        μ, σ²: over the group's channels and space";

    /// <inheritdoc/>
    public override string? Advice => "Instead of batchnorm where batches are small: it looks at one sample at a time, so training and use are alike.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["GroupNorm", "GroupNormalization", "group_norm", "gn"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Groups, Epsilon, .. CommonArguments.OfGivenWeights];

    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site)
    {
        var (channels, groups) = (ChannelNorm.ChannelsOf(site), site.Get(Groups));
        if (channels[0] % groups != 0)
        {
            Divisors.Report(site, Groups, groups, $"groupnorm cannot part {channels[0]} channels into {groups} equal groups.", channels[0]);
            return null;
        }
        return new LayerFacts(new TensorType(site.Input.Shape)) { Weights = ChannelNorm.ScaleAndShift(channels), ParameterArithmetic = $"2·{channels[0]}" };
    }
}
