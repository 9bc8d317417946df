using System.Collections.Immutable;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Activations;

/// <summary>Squeezes every number into −1…1.</summary>
public sealed class Tanh : Activation
{
    /// <inheritdoc/>
    public override string Name => "tanh";

    /// <inheritdoc/>
    public override string Summary => "Squeezes every number into −1…1.";

    /// <inheritdoc/>
    public override string? Formula => "f(x) = (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)        f′(x) = 1 − f(x)²";

    /// <inheritdoc/>
    public override string? Advice => "For small networks and recurrent ones: centred at zero, but it saturates in deep stacks.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["Tanh", "hyperbolic_tangent"];

    /// <inheritdoc/>
    public override Domain Range(Domain input) => Domain.Interval(-1, 1, lowOpen: true, highOpen: true);

    /// <inheritdoc/>
    public override double At(double x) => Math.Tanh(x);

    /// <inheritdoc/>
    public override double SlopeAt(double x) => 1 - (Math.Tanh(x) * Math.Tanh(x));
}
