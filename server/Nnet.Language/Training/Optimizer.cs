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
