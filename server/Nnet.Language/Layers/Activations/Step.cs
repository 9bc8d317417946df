using System.Collections.Immutable;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Activations;

/// <summary>0 below zero, 1 from zero on: the perceptron of 1958.</summary>
public sealed class Step : Activation
{
    /// <inheritdoc/>
    public override string Name => "step";

    /// <inheritdoc/>
    public override string Summary => "0 below zero, 1 from zero on: the perceptron of 1958.";

    /// <inheritdoc/>
    public override string? Formula => "f(x) = 1 if x ≥ 0 else 0        f′(x) = 0";

    /// <inheritdoc/>
    public override string? Advice => "To explain the perceptron. Its derivative is zero, so nothing before it can learn; use sigmoid.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["binary_step", "heaviside", "threshold", "Threshold"];

    /// <inheritdoc/>
    public override Domain Range(Domain input) => Domain.Interval(0, 1);

    /// <inheritdoc/>
    public override double At(double x) => x >= 0 ? 1 : 0;

    /// <inheritdoc/>
    public override double SlopeAt(double x) => 0;
}
