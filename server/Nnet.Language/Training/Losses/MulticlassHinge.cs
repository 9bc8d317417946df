using System.Collections.Immutable;

namespace Nnet.Language.Training.Losses;

/// <summary>The hinge loss of one class out of several (Weston and Watkins 1999), as PyTorch has it.</summary>
public sealed class MulticlassHinge : Loss
{
    /// <inheritdoc/>
    public override string Name => "multiclass_hinge";

    /// <inheritdoc/>
    public override string Summary => "How far the true class is from leading every other one by a margin of 1.";

    /// <inheritdoc/>
    public override string? Formula => "L = mean Σ_{c ≠ class} max(0, 1 − ŷ[class] + ŷ[c]) / classes";

    /// <inheritdoc/>
    public override string? Advice => "For classification by scores rather than probabilities, with one unit per class and no softmax.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["MultiMarginLoss", "multi_margin_loss", "categorical_hinge", "CategoricalHinge"];

    /// <inheritdoc/>
    public override TargetEncoding Encoding => TargetEncoding.ClassIndex;

    /// <inheritdoc/>
    public override bool TakesProbabilities => false;
}
