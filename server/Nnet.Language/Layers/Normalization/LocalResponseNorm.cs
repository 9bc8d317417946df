using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Spatial;

namespace Nnet.Language.Layers.Normalization;

/// <summary>Local response normalisation (Krizhevsky et al. 2012).</summary>
public sealed class LocalResponseNorm : Layer
{
    /// <summary>Neighbouring channels.</summary>
    public static readonly Argument<int> Size = Argument.Integer("size", "Neighbouring channels that are summed over.", 5, min: 1, positional: true);

    /// <summary>Weight of the sum.</summary>
    public static readonly Argument<double> Alpha = Argument.Number("alpha", "Weight of the mean square of the neighbours.", 1e-4, min: 0);

    /// <summary>Exponent.</summary>
    public static readonly Argument<double> Beta = Argument.Number("beta", "Exponent of the divisor.", 0.75, min: 0);

    /// <summary>What the divisor is without neighbours.</summary>
    public static readonly Argument<double> Bias = Argument.Number("k", "What the divisor starts from.", 1, min: 0);

    /// <inheritdoc/>
    public override string Name => "lrn";

    /// <inheritdoc/>
    public override string Summary => "Divides each value by what its neighbouring channels hold at the same place, so that strong ones stand out.";

    /// <inheritdoc/>
    public override string? Formula => "y[c] = x[c] / (k + α/size · Σ x[c′]²)^β        c′: the size channels around c";

    /// <inheritdoc/>
    public override string? Advice => "Only to rebuild the first AlexNet and GoogLeNet; batchnorm has taken its place.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["LocalResponseNorm", "LocalResponseNormalization", "local_response_norm"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Size, Alpha, Beta, Bias];

    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site)
        => Maps.Of(site, "compares channels place by place") is null
            ? null
            : new LayerFacts(new TensorType(site.Input.Shape, site.Input.Domain.Low >= 0 ? Domain.Interval(0, double.PositiveInfinity) : Domain.Real));
}
