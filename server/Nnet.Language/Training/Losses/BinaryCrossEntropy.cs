using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training.Losses;

/// <summary>Cross-entropy of yes-or-no questions, fused with the sigmoid before it.</summary>
public sealed class BinaryCrossEntropy : Loss
{
    /// <summary>Share of the truth that is spread over all answers.</summary>
    public static readonly Argument<double> LabelSmoothing = Smoothing();

    /// <summary>How much each class counts.</summary>
    public static readonly Argument<ClassWeights?> Weights = WeightsOfClasses();

    /// <inheritdoc/>
    public override string Name => "binary_cross_entropy";

    /// <inheritdoc/>
    public override string Summary => "The surprise at the truth of yes-or-no questions, one for each output.";

    /// <inheritdoc/>
    public override string? Formula => "L = −mean w[y]·[ y·log p + (1−y)·log(1−p) ]";

    /// <inheritdoc/>
    public override string? Advice => "For two classes (dense 1, sigmoid) or several independent labels. A last sigmoid may be written or left out: it is computed together with the loss either way.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["bce", "BCELoss", "BCEWithLogitsLoss", "binary_crossentropy", "log_loss"];

    /// <inheritdoc/>
    protected override ImmutableArray<Argument> Own => [LabelSmoothing, Weights];

    /// <inheritdoc/>
    public override TargetEncoding Encoding => TargetEncoding.Binary;

    /// <inheritdoc/>
    public override Argument<ClassWeights?>? ClassWeights => Weights;

    /// <inheritdoc/>
    public override Argument<double> LabelSmoothingShare => LabelSmoothing;
}
