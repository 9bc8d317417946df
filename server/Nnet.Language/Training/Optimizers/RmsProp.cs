using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training.Optimizers;

/// <summary>RMSProp (Tieleman and Hinton 2012), with momentum and centring as in Graves (2013).</summary>
public sealed class RmsProp : Optimizer
{
    /// <summary>Step size.</summary>
    public static readonly Argument<double> Rate = Lr(0.01);

    /// <summary>Decay of the mean of squares.</summary>
    public static readonly Argument<double> Alpha = Share("alpha", "Decay of the running mean of squared gradients.", 0.99).Also("rho", "decay_rate");

    /// <summary>Keeps the division finite.</summary>
    public static readonly Argument<double> Epsilon = Eps(1e-8);

    /// <summary>L2 penalty.</summary>
    public static readonly Argument<double> WeightDecay = CoupledDecay();

    /// <summary>Share of the last step that is kept.</summary>
    public static readonly Argument<double> Momentum = Share("momentum", "Share of the last step that is kept.", 0);

    /// <summary>Whether gradients are divided by their deviation rather than their size.</summary>
    public static readonly Argument<bool> Centered = Argument.Flag("centered", "Whether gradients are divided by their deviation from their mean rather than by their size.", false).Also("centred");

    /// <inheritdoc/>
    public override string Name => "rmsprop";

    /// <inheritdoc/>
    public override string Summary => "Divides each step by the usual size of its gradients.";

    /// <inheritdoc/>
    public override string? Formula => "s ← αs + (1−α)g²;  w ← w − η·g/(√s + ε)";

    /// <inheritdoc/>
    public override string? Advice => "Long the choice for recurrent networks. Adam adds a mean of the gradients to it.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["RMSprop", "RMSProp", "rms_prop"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Rate, Alpha, Momentum, Centered, Epsilon, WeightDecay];

    /// <inheritdoc/>
    public override Argument<double> LearningRate => Rate;

    /// <inheritdoc/>
    public override (double Low, double High) UsualRates => (1e-7, 0.05);
}
