using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Activations;

/// <summary>Lets a small share of negative numbers through (Maas et al. 2013).</summary>
public sealed class LeakyRelu : Activation
{
    /// <summary>Slope left of zero.</summary>
    public static readonly Argument<double> Slope = Argument.Number("slope", "Slope left of zero.", 0.01, min: 0, positional: true).Also("negative_slope", "alpha");

    /// <inheritdoc/>
    public override string Name => "leaky_relu";

    /// <inheritdoc/>
    public override string Summary => "Lets a small share of negative numbers through (Maas et al. 2013).";

    /// <inheritdoc/>
    public override string? Formula => "f(x) = x if x > 0 else slope·x        f′(x) = 1 if x > 0 else slope";

    /// <inheritdoc/>
    public override string? Advice => "Instead of relu where units die.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["LeakyReLU", "leakyrelu", "lrelu"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Slope];

    /// <inheritdoc/>
    public override InitializerFamily SuitableInitializer => InitializerFamily.He;

    /// <inheritdoc/>
    public override Domain Range(Domain input) => input.Low >= 0 ? input : Domain.Real;

    /// <inheritdoc/>
    public override double At(double x) => x > 0 ? x : 0.01 * x;

    /// <inheritdoc/>
    public override double SlopeAt(double x) => x > 0 ? 1 : 0.01;
}
