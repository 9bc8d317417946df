using System.Collections.Immutable;

namespace Nnet.Language.Training.Metrics;

/// <summary>Area under the ROC curve.</summary>
public sealed class Auc : Metric
{
    /// <inheritdoc/>
    public override string Name => "auc";

    /// <inheritdoc/>
    public override string Summary => "How surely a sample of the class gets a higher score than one that is not: 0.5 is guessing, 1 always.";

    /// <inheritdoc/>
    public override string? Formula => "AUC = P(score of yes > score of no) + ½·P(equal)        several classes: the mean of one against all others";

    /// <inheritdoc/>
    public override string? Advice => "For yes-or-no answers whose threshold is not settled. It is exact, ties counted by half.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["AUC", "AUROC", "roc_auc", "roc_auc_score"];

    /// <inheritdoc/>
    public override bool ForClasses => true;
}
