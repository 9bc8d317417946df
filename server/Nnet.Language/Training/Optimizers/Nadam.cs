using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training.Optimizers;

/// <summary>Adam with Nesterov's momentum (Dozat 2016).</summary>
public sealed class Nadam : Optimizer
{
    /// <summary>Step size.</summary>
    public static readonly Argument<double> Rate = Lr(0.002, "Learning rate: about how far a weight moves in one step.");

    /// <summary>Decay of the mean of gradients.</summary>
    public static readonly Argument<double> Beta1 = Share("beta1", "Decay of the running mean of gradients.", 0.9).Also("beta_1");

    /// <summary>Decay of the mean of squares.</summary>
    public static readonly Argument<double> Beta2 = Share("beta2", "Decay of the running mean of squared gradients.", 0.999).Also("beta_2");

    /// <summary>Keeps the division finite.</summary>
    public static readonly Argument<double> Epsilon = Eps(1e-8);

    /// <summary>L2 penalty.</summary>
    public static readonly Argument<double> WeightDecay = CoupledDecay();

    /// <summary>How fast the momentum comes up to beta1.</summary>
    public static readonly Argument<double> MomentumDecay = Argument.Number("momentum_decay", "How fast the momentum rises to beta1: μₜ = β₁·(1 − ½·0.96^(t·momentum_decay)).", 0.004, min: 0);

    /// <inheritdoc/>
    public override string Name => "nadam";

    /// <inheritdoc/>
    public override string Summary => "Adam that looks ahead along its momentum.";

    /// <inheritdoc/>
    public override string? Formula => "m, v as adam;  w ← w − η·(μₜ₊₁·m/(1 − Πμ·μₜ₊₁) + (1−μₜ)·g/(1 − Πμ)) / (√v̂ + ε)";

    /// <inheritdoc/>
    public override string? Advice => "Where adam works, often a little faster.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["NAdam", "Nadam"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Rate, Beta1, Beta2, Epsilon, WeightDecay, MomentumDecay];

    /// <inheritdoc/>
    public override Argument<double> LearningRate => Rate;

    /// <inheritdoc/>
    public override (double Low, double High) UsualRates => (1e-7, 0.02);
}
