using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training;

/// <summary>What training makes small. Its value and gradient are in Nnet.Engine.</summary>
public abstract class Loss : Definition
{
    /// <summary>Which output it is of; empty for the model's last line.</summary>
    public static readonly Argument<string> Output = Argument.NameOf(ArgumentKind.Output, "output", "Which output of the model it is of, by its label; the last line when left out. Each output can have a loss of its own, on a line of its own.").Also("head", "of");

    /// <summary>What it is multiplied by in the sum of all losses.</summary>
    public static readonly Argument<double> Weight = Argument.Weight("weight", "What the loss is multiplied by in the sum that training makes small, where several outputs have one.").Also("loss_weight", "loss_weights");

    /// <inheritdoc/>
    public sealed override ImmutableArray<Argument> Arguments => [.. Own, Output, Weight];

    /// <summary>The arguments of this loss alone.</summary>
    protected virtual ImmutableArray<Argument> Own => [];

    /// <summary>How it wants its targets.</summary>
    public abstract TargetEncoding Encoding { get; }

    /// <summary>Whether it compares probabilities, which it makes of free numbers itself; otherwise outputs count as they are.</summary>
    public virtual bool TakesProbabilities => Encoding != TargetEncoding.Values;

    /// <summary>How much the samples of each class count, for a loss that knows classes; null otherwise.</summary>
    public virtual Argument<ClassWeights?>? ClassWeights => null;

    /// <summary>What share of the truth is spread over all answers, so that the loss never comes to nothing; null for a loss that cannot.</summary>
    public virtual Argument<double>? LabelSmoothingShare => null;

    /// <summary>Declares how much the samples of each class count.</summary>
    private protected static Argument<ClassWeights?> WeightsOfClasses()
        => Argument.Weights("class_weights", "How much the samples of each class count, from class 0; the mean stays one over samples. `balanced` weighs the classes of the training part so that all count the same.").Also("class_weight", "weights");

    /// <summary>Declares what share of the truth is spread over all answers.</summary>
    private protected static Argument<double> Smoothing()
        => Argument.Fraction("label_smoothing", "Share of the truth that is spread evenly over all answers, so that the network is never quite sure: 10% is usual.", 0).Also("smoothing");
}
