using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training.Optimizers;

/// <summary>Evolved sign momentum (Chen et al. 2023).</summary>
public sealed class Lion : Optimizer
{
    /// <summary>Step size.</summary>
    public static readonly Argument<double> Rate = Lr(1e-4, "Learning rate: exactly how far every weight moves in one step.");

    /// <summary>Share of the mean in the direction of a step.</summary>
    public static readonly Argument<double> Beta1 = Share("beta1", "Share of the running mean in the direction of a step; the rest is the gradient's.", 0.9).Also("beta_1");

    /// <summary>Decay of the mean of gradients.</summary>
    public static readonly Argument<double> Beta2 = Share("beta2", "Decay of the running mean of gradients.", 0.99).Also("beta_2");

    /// <summary>Weight decay beside the gradient.</summary>
    public static readonly Argument<double> WeightDecay = DecoupledDecay(0);

    /// <inheritdoc/>
    public override string Name => "lion";

    /// <inheritdoc/>
    public override string Summary => "Moves every weight equally far, in the direction where its gradients point.";

    /// <inheritdoc/>
    public override string? Formula => "w ← w − η·(sign(β₁m + (1−β₁)g) + λ·w);  m ← β₂m + (1−β₂)g";

    /// <inheritdoc/>
    public override string? Advice => "For large batches, with a rate 3 to 10 times below adam's and a weight_decay as much above adamw's. It keeps half as much as adam.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["Lion"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Rate, Beta1, Beta2, WeightDecay];

    /// <inheritdoc/>
    public override Argument<double> LearningRate => Rate;

    /// <inheritdoc/>
    public override (double Low, double High) UsualRates => (1e-8, 0.003);
}
