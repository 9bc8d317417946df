using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Normalization;

/// <summary>Batch normalisation (Ioffe and Szegedy 2015), per channel.</summary>
public sealed class BatchNorm : Layer
{
    /// <summary>Keeps the division finite.</summary>
    public static readonly Argument<double> Epsilon = ChannelNorm.Epsilon;

    /// <summary>Share of the new statistics in the running ones.</summary>
    public static readonly Argument<double> Momentum = Argument.Number("momentum", "Share of each batch in the running mean and variance (PyTorch's sense: Keras' 0.99 is 0.01 here).", 0.1, min: 0, max: 1);

    /// <inheritdoc/>
    public override string Name => "batchnorm";

    /// <inheritdoc/>
    public override string Summary => "Brings each channel to mean 0 and variance 1 over the batch, then scales and shifts it by learned numbers.";

    /// <inheritdoc/>
    public override string? Formula => "y = γ · (x − μ) / √(σ² + ε) + β        μ, σ²: over batch and space";

    /// <inheritdoc/>
    public override string? Advice => "After a convolution or dense layer without bias and before its activation: training is faster and forgives a high rate. It needs batches of more than a few samples.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["BatchNorm1d", "BatchNorm2d", "BatchNorm3d", "BatchNormalization", "batch_norm", "bn"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Epsilon, Momentum, .. CommonArguments.OfGivenWeights];

    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site)
    {
        var channels = ChannelNorm.ChannelsOf(site);
        return new LayerFacts(new TensorType(site.Input.Shape))
        {
            Weights = ChannelNorm.ScaleAndShift(channels),
            Buffers = [new Weight("running_mean", channels, new Initializer.Constant(0)), new Weight("running_var", channels, new Initializer.Constant(1))],
            ParameterArithmetic = $"2·{channels[0]}",
        };
    }
}
