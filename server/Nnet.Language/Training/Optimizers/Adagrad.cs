using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training.Optimizers;

/// <summary>AdaGrad (Duchi, Hazan and Singer 2011).</summary>
public sealed class Adagrad : Optimizer
{
    /// <summary>Step size.</summary>
    public static readonly Argument<double> Rate = Lr(0.01);

    /// <summary>How the step size falls.</summary>
    public static readonly Argument<double> RateDecay = Argument.Number("lr_decay", "How fast the rate falls: step t goes lr/(1 + lr_decay·t) far.", 0, min: 0);

    /// <summary>L2 penalty.</summary>
    public static readonly Argument<double> WeightDecay = CoupledDecay();

    /// <summary>Where the sum of squares begins.</summary>
    public static readonly Argument<double> InitialSum = Argument.Number("initial_accumulator_value", "Where the sum of squares begins; more makes the first steps shorter.", 0, min: 0).Also("initial_accumulator");

    /// <summary>Keeps the division finite.</summary>
    public static readonly Argument<double> Epsilon = Eps(1e-10);

    /// <inheritdoc/>
    public override string Name => "adagrad";

    /// <inheritdoc/>
    public override string Summary => "Divides each step by the size of all gradients so far, so that rarely used weights keep learning.";

    /// <inheritdoc/>
    public override string? Formula => "s ← s + g²;  w ← w − η·g/(√s + ε)";

    /// <inheritdoc/>
    public override string? Advice => "For sparse features. Its steps only ever get shorter; rmsprop and adam forget, and go on.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["Adagrad", "AdaGrad", "ada_grad"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Rate, RateDecay, WeightDecay, InitialSum, Epsilon];

    /// <inheritdoc/>
    public override Argument<double> LearningRate => Rate;

    /// <inheritdoc/>
    public override (double Low, double High) UsualRates => (1e-7, 1);
}
