using System.Collections.Immutable;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Activations;

/// <summary>A smooth relu.</summary>
public sealed class Softplus : Activation
{
    /// <inheritdoc/>
    public override string Name => "softplus";

    /// <inheritdoc/>
    public override string Summary => "A smooth relu.";

    /// <inheritdoc/>
    public override string? Formula => "f(x) = log(1 + eˣ)        f′(x) = 1 / (1 + e⁻ˣ)";

    /// <inheritdoc/>
    public override string? Advice => "As an output that must be positive, such as a variance.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["Softplus"];

    /// <inheritdoc/>
    public override InitializerFamily SuitableInitializer => InitializerFamily.He;

    /// <inheritdoc/>
    public override Domain Range(Domain input) => Domain.Interval(0, double.PositiveInfinity, lowOpen: true);

    /// <inheritdoc/>
    public override double At(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    /// <inheritdoc/>
    public override double SlopeAt(double x) => 1 / (1 + Math.Exp(-x));
}
