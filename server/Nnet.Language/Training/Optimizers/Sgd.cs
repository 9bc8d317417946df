using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training.Optimizers;

/// <summary>Stochastic gradient descent.</summary>
public sealed class Sgd : Optimizer
{
    /// <summary>Step size.</summary>
    public static readonly Argument<double> Rate = Argument.Number("lr", "Learning rate: how far one step goes.", 0.01, min: 0).Also("learning_rate", "rate", "eta");

    /// <summary>Share of the last step that is kept.</summary>
    public static readonly Argument<double> Momentum = Argument.Number("momentum", "Share of the last step that is kept, 0 to 1 (0.9 is usual).", 0, min: 0, max: 1);

    /// <summary>Looks ahead along the momentum.</summary>
    public static readonly Argument<bool> Nesterov = Argument.Flag("nesterov", "Whether the gradient is taken where the momentum leads.", false);

    /// <summary>L2 penalty.</summary>
    public static readonly Argument<double> WeightDecay = Argument.Number("weight_decay", "Share of each weight that is added to its gradient (L2 penalty).", 0, min: 0).Also("decay", "l2");

    /// <inheritdoc/>
    public override string Name => "sgd";

    /// <inheritdoc/>
    public override string Summary => "Stochastic gradient descent, with momentum if wanted.";

    /// <inheritdoc/>
    public override string? Formula => "v ← μ·v + g;  w ← w − η·v";

    /// <inheritdoc/>
    public override string? Advice => "With momentum=0.9 the classic for images; its rate needs care. Adam forgives more.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["SGD", "gradient_descent", "GradientDescent"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Rate, Momentum, Nesterov, WeightDecay];

    /// <inheritdoc/>
    public override Argument<double> LearningRate => Rate;

    /// <inheritdoc/>
    public override (double Low, double High) UsualRates => (1e-7, 1);

    /// <inheritdoc/>
    public override IEnumerable<(Argument Argument, string Reason)> WithoutEffect(Call call)
        => call.Get(Nesterov) && call.Get(Momentum) == 0 ? [(Nesterov, "it looks ahead along the momentum, and momentum is 0")] : [];
}
