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

    /// <summary>Declares the step size.</summary>
    private protected static Argument<double> Lr(double @default, string doc = "Learning rate: how far one step goes.")
        => Argument.Number("lr", doc, @default, min: 0).Also("learning_rate", "rate", "eta");

    /// <summary>Declares an L2 penalty that is part of the gradient.</summary>
    private protected static Argument<double> CoupledDecay()
        => Argument.Number("weight_decay", "Share of each weight that is added to its gradient (L2 penalty).", 0, min: 0).Also("decay", "l2");

    /// <summary>Declares a decay of the weights that stands beside the gradient.</summary>
    private protected static Argument<double> DecoupledDecay(double @default)
        => Argument.Number("weight_decay", "Share of each weight that a step of size lr takes away, apart from the gradient.", @default, min: 0).Also("decay", "l2");

    /// <summary>Declares the number that keeps a division finite.</summary>
    private protected static Argument<double> Eps(double @default)
        => Argument.Number("eps", "Small number that keeps the division finite.", @default, min: 0).Also("epsilon");

    /// <summary>Declares a share of what was kept from the steps before.</summary>
    private protected static Argument<double> Share(string name, string doc, double @default)
        => Argument.Number(name, doc, @default, min: 0, max: 1);
}
