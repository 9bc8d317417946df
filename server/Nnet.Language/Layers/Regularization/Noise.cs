using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Layers.Regularization;

/// <summary>Adds normal noise while training.</summary>
public sealed class Noise : Regularizer
{
    /// <summary>Standard deviation of the noise.</summary>
    public static readonly Argument<double> Deviation = Argument.Number("stddev", "Standard deviation of the noise, in the units of the input.", 0.1, min: 0, positional: true).Also("std", "sigma");

    /// <inheritdoc/>
    public override string Name => "noise";

    /// <inheritdoc/>
    public override string Summary => "Adds normal noise while training; does nothing afterwards.";

    /// <inheritdoc/>
    public override string? Formula => "y = x + stddev · n        n: normal with mean 0 and variance 1";

    /// <inheritdoc/>
    public override string? Advice => "Behind the input of a denoising autoencoder (Vincent et al. 2008), or against overfitting of few numbers.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["GaussianNoise", "gaussian_noise"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Deviation];

    /// <inheritdoc/>
    public override Argument<double> Disturbance => Deviation;
}
