using System.Collections.Immutable;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Activations;

/// <summary>Squeezes every number into 0…1.</summary>
public sealed class Sigmoid : Activation
{
    /// <inheritdoc/>
    public override string Name => "sigmoid";

    /// <inheritdoc/>
    public override string Summary => "Squeezes every number into 0…1.";

    /// <inheritdoc/>
    public override string? Formula => "f(x) = 1 / (1 + e⁻ˣ)        f′(x) = f(x)·(1 − f(x))";

    /// <inheritdoc/>
    public override string? Advice => "As the output of a yes-or-no question. Inside a deep network gradients shrink by at least 4 at every layer; use relu there.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["logistic", "Sigmoid", "σ"];

    /// <inheritdoc/>
    public override Domain Range(Domain input) => Domain.Interval(0, 1, lowOpen: true, highOpen: true);

    /// <inheritdoc/>
    public override double At(double x) => 1 / (1 + Math.Exp(-x));

    /// <inheritdoc/>
    public override double SlopeAt(double x) => At(x) * (1 - At(x));
}
