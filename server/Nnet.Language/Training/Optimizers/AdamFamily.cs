using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training.Optimizers;

/// <summary>Optimizers that divide each step by the usual size of its gradients.</summary>
public abstract class AdamFamily : Optimizer
{
    /// <summary>Step size.</summary>
    public static readonly Argument<double> Rate = Lr(0.001, "Learning rate: about how far a weight moves in one step.");

    /// <summary>Decay of the mean of gradients.</summary>
    public static readonly Argument<double> Beta1 = Share("beta1", "Decay of the running mean of gradients.", 0.9).Also("beta_1");

    /// <summary>Decay of the mean of squares.</summary>
    public static readonly Argument<double> Beta2 = Share("beta2", "Decay of the running mean of squared gradients.", 0.999).Also("beta_2");

    /// <summary>Keeps the division finite.</summary>
    public static readonly Argument<double> Epsilon = Eps(1e-8);

    /// <summary>How its weights are kept small; what is decayed differs within the family.</summary>
    private protected abstract Argument<double> Decay { get; }

    /// <inheritdoc/>
    public sealed override ImmutableArray<Argument> Arguments => [Rate, Beta1, Beta2, Epsilon, Decay];

    /// <inheritdoc/>
    public sealed override Argument<double> LearningRate => Rate;

    /// <inheritdoc/>
    public sealed override (double Low, double High) UsualRates => (1e-7, 0.01);
}
