using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training.Optimizers;

/// <summary>Stochastic gradient descent.</summary>
public sealed class Sgd : Optimizer
{
    /// <summary>Step size.</summary>
    public static readonly Argument<double> Rate = Lr(0.01);

    /// <summary>Share of the last step that is kept.</summary>
    public static readonly Argument<double> Momentum = Share("momentum", "Share of the last step that is kept, 0 to 1 (0.9 is usual).", 0);

    /// <summary>Share of each gradient that momentum leaves out.</summary>
    public static readonly Argument<double> Dampening = Share("dampening", "Share of each gradient that does not enter the momentum; the first enters whole.", 0);

    /// <summary>Looks ahead along the momentum.</summary>
    public static readonly Argument<bool> Nesterov = Argument.Flag("nesterov", "Whether the gradient is taken where the momentum leads.", false);

    /// <summary>L2 penalty.</summary>
    public static readonly Argument<double> WeightDecay = CoupledDecay();

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
    public override ImmutableArray<Argument> Arguments => [Rate, Momentum, Nesterov, Dampening, WeightDecay];

    /// <inheritdoc/>
    public override Argument<double> LearningRate => Rate;

    /// <inheritdoc/>
    public override (double Low, double High) UsualRates => (1e-7, 1);

    /// <inheritdoc/>
    public override IEnumerable<(Argument Argument, string Reason)> WithoutEffect(Call call)
    {
        if (call.Get(Momentum) > 0)
        {
            return [];
        }
        return
        [
            .. call.Get(Nesterov) ? [(Nesterov, "it looks ahead along the momentum, and momentum is 0")] : Array.Empty<(Argument, string)>(),
            .. call.Get(Dampening) > 0 ? [(Dampening, "it holds back what enters the momentum, and momentum is 0")] : Array.Empty<(Argument, string)>(),
        ];
    }
}
