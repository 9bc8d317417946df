using System.Collections.Immutable;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Activations;

/// <summary>Weighs every number by its own sigmoid (Elfwing et al. 2018; Ramachandran et al. 2017 call it swish).</summary>
public sealed class Silu : Activation
{
    /// <inheritdoc/>
    public override string Name => "silu";

    /// <inheritdoc/>
    public override string Summary => "Weighs every number by its own sigmoid, a smooth relu (Elfwing et al. 2018).";

    /// <inheritdoc/>
    public override string? Formula => "f(x) = x · σ(x)        f′(x) = σ(x)·(1 + x·(1 − σ(x)))";

    /// <inheritdoc/>
    public override string? Advice => "In EfficientNet and many networks since; smooth, slightly negative left of zero. Also known as swish.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["SiLU", "swish", "Swish"];

    /// <inheritdoc/>
    public override InitializerFamily SuitableInitializer => InitializerFamily.He;

    /// <inheritdoc/>
    public override Domain Range(Domain input) => Domain.Interval(input.Low >= 0 ? 0 : -0.2785, double.PositiveInfinity);

    /// <inheritdoc/>
    public override double At(double x) => x * Sigmoid(x);

    /// <inheritdoc/>
    public override double SlopeAt(double x) => Sigmoid(x) * (1 + (x * (1 - Sigmoid(x))));

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
