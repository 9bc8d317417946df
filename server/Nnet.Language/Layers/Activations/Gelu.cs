using System.Collections.Immutable;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Activations;

/// <summary>Weighs every number by the probability that a normal one lies below it (Hendrycks and Gimpel 2016).</summary>
public sealed class Gelu : Activation
{
    /// <inheritdoc/>
    public override string Name => "gelu";

    /// <inheritdoc/>
    public override string Summary => "Weighs every number by the probability that a normal one lies below it (Hendrycks and Gimpel 2016).";

    /// <inheritdoc/>
    public override string? Formula => "f(x) = x · Φ(x)        f′(x) = Φ(x) + x·φ(x)";

    /// <inheritdoc/>
    public override string? Advice => "In transformers. Smooth, slightly negative left of zero.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["GELU"];

    /// <inheritdoc/>
    public override InitializerFamily SuitableInitializer => InitializerFamily.He;

    /// <inheritdoc/>
    public override Domain Range(Domain input) => Domain.Interval(-0.17, double.PositiveInfinity);

    /// <inheritdoc/>
    public override double At(double x) => x * Normal.Cumulative(x);

    /// <inheritdoc/>
    public override double SlopeAt(double x) => Normal.Cumulative(x) + (x * Normal.Density(x));
}
