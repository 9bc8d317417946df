using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training.Losses;

/// <summary>Cross-entropy of one class out of several, fused with the softmax before it.</summary>
public sealed class CrossEntropy : Loss
{
    /// <summary>Share of the truth that is spread over all answers.</summary>
    public static readonly Argument<double> LabelSmoothing = Smoothing();

    /// <summary>How much each class counts.</summary>
    public static readonly Argument<ClassWeights?> Weights = WeightsOfClasses();

    /// <inheritdoc/>
    public override string Name => "cross_entropy";

    /// <inheritdoc/>
    public override string Summary => "The surprise at the true class, one out of several.";

    /// <inheritdoc/>
    public override string? Formula => "L = −mean w[class]·log p[class]        p = softmax(output)";

    /// <inheritdoc/>
    public override string? Advice => "For classification, with one unit per class. A last softmax may be written or left out: it is computed together with the loss either way.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["ce", "CrossEntropyLoss", "categorical_cross_entropy", "categorical_crossentropy", "sparse_categorical_crossentropy", "nll_loss", "NLLLoss", "softmax_cross_entropy"];

    /// <inheritdoc/>
    protected override ImmutableArray<Argument> Own => [LabelSmoothing, Weights];

    /// <inheritdoc/>
    public override TargetEncoding Encoding => TargetEncoding.ClassIndex;

    /// <inheritdoc/>
    public override Argument<ClassWeights?>? ClassWeights => Weights;

    /// <inheritdoc/>
    public override Argument<double> LabelSmoothingShare => LabelSmoothing;
}
