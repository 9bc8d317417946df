using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training;

/// <summary>How a gradient changes the weights. Its update is in Nnet.Engine.</summary>
public abstract class Optimizer : Definition
{
    /// <summary>The step size; every optimizer has one, under the name <c>lr</c>.</summary>
    public abstract Argument<double> LearningRate { get; }

    /// <summary>Rates outside this range are almost surely slips.</summary>
    public abstract (double Low, double High) UsualRates { get; }

    /// <summary>The given arguments that have no effect because of the others, each with its reason.</summary>
    public virtual IEnumerable<(Argument Argument, string Reason)> WithoutEffect(Call call) => [];
}

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

/// <summary>Optimizers that divide each step by the usual size of its gradients.</summary>
public abstract class AdamFamily : Optimizer
{
    /// <summary>Step size.</summary>
    public static readonly Argument<double> Rate = Argument.Number("lr", "Learning rate: about how far a weight moves in one step.", 0.001, min: 0).Also("learning_rate", "rate", "eta");

    /// <summary>Decay of the mean of gradients.</summary>
    public static readonly Argument<double> Beta1 = Argument.Number("beta1", "Decay of the running mean of gradients.", 0.9, min: 0, max: 1).Also("beta_1");

    /// <summary>Decay of the mean of squares.</summary>
    public static readonly Argument<double> Beta2 = Argument.Number("beta2", "Decay of the running mean of squared gradients.", 0.999, min: 0, max: 1).Also("beta_2");

    /// <summary>Keeps the division finite.</summary>
    public static readonly Argument<double> Epsilon = Argument.Number("eps", "Small number that keeps the division finite.", 1e-8, min: 0).Also("epsilon");

    /// <summary>How its weights are kept small; what is decayed differs within the family.</summary>
    private protected abstract Argument<double> Decay { get; }

    /// <inheritdoc/>
    public sealed override ImmutableArray<Argument> Arguments => [Rate, Beta1, Beta2, Epsilon, Decay];

    /// <inheritdoc/>
    public sealed override Argument<double> LearningRate => Rate;

    /// <inheritdoc/>
    public sealed override (double Low, double High) UsualRates => (1e-7, 0.01);
}

/// <summary>Adam (Kingma and Ba 2015).</summary>
public sealed class Adam : AdamFamily
{
    /// <summary>L2 penalty, added to the gradient.</summary>
    public static readonly Argument<double> WeightDecay = Argument.Number("weight_decay", "Share of each weight that is added to its gradient (L2 penalty, not decoupled).", 0, min: 0).Also("decay", "l2");

    /// <inheritdoc/>
    private protected override Argument<double> Decay => WeightDecay;

    /// <inheritdoc/>
    public override string Name => "adam";

    /// <inheritdoc/>
    public override string Summary => "Adapts the step of every weight to the size of its gradients.";

    /// <inheritdoc/>
    public override string? Formula => "m ← β₁m + (1−β₁)g;  v ← β₂v + (1−β₂)g²;  w ← w − η·m̂/(√v̂ + ε)";

    /// <inheritdoc/>
    public override string? Advice => "A good first choice; lr=0.001 suits most networks.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["Adam"];
}

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019).</summary>
public sealed class AdamW : AdamFamily
{
    /// <summary>Weight decay beside the gradient.</summary>
    public static readonly Argument<double> WeightDecay = Argument.Number("weight_decay", "Share of each weight that a step of size lr takes away, apart from the gradient.", 0.01, min: 0).Also("decay", "l2");

    /// <inheritdoc/>
    private protected override Argument<double> Decay => WeightDecay;

    /// <inheritdoc/>
    public override string Name => "adamw";

    /// <inheritdoc/>
    public override string Summary => "Adam whose weight decay does not pass through its scaling.";

    /// <inheritdoc/>
    public override string? Formula => "m ← β₁m + (1−β₁)g;  v ← β₂v + (1−β₂)g²;  w ← w − η·(m̂/(√v̂ + ε) + λ·w)";

    /// <inheritdoc/>
    public override string? Advice => "Instead of adam where weights are to be kept small; the choice for transformers.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["AdamW"];
}
