using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training.Optimizers;

/// <summary>AdaDelta (Zeiler 2012).</summary>
public sealed class Adadelta : Optimizer
{
    /// <summary>Step size.</summary>
    public static readonly Argument<double> Rate = Lr(1, "What each step is multiplied by; the method finds its length itself.");

    /// <summary>Decay of the means.</summary>
    public static readonly Argument<double> Rho = Share("rho", "Decay of the running means of squared gradients and squared steps.", 0.9);

    /// <summary>Keeps the division finite, and lets the first step begin.</summary>
    public static readonly Argument<double> Epsilon = Eps(1e-6);

    /// <summary>L2 penalty.</summary>
    public static readonly Argument<double> WeightDecay = CoupledDecay();

    /// <inheritdoc/>
    public override string Name => "adadelta";

    /// <inheritdoc/>
    public override string Summary => "Makes each step as long as the steps before it were for gradients of that size, so that no rate needs to be chosen.";

    /// <inheritdoc/>
    public override string? Formula => "s ← ρs + (1−ρ)g²;  Δ = g·√(u + ε)/√(s + ε);  u ← ρu + (1−ρ)Δ²;  w ← w − η·Δ";

    /// <inheritdoc/>
    public override string? Advice => "It starts slowly; adam is usually faster.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["Adadelta", "AdaDelta", "ada_delta"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Rate, Rho, Epsilon, WeightDecay];

    /// <inheritdoc/>
    public override Argument<double> LearningRate => Rate;

    /// <inheritdoc/>
    public override (double Low, double High) UsualRates => (1e-4, 10);
}
