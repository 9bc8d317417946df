using System.Collections.Immutable;

namespace Nnet.Language.Training.Losses;

/// <summary>The loss of support vector machines for yes-or-no questions.</summary>
public sealed class Hinge : Loss
{
    /// <inheritdoc/>
    public override string Name => "hinge";

    /// <inheritdoc/>
    public override string Summary => "How far an answer is from being right by a margin of 1.";

    /// <inheritdoc/>
    public override string? Formula => "L = mean max(0, 1 − s·ŷ)        s = 1 for yes, −1 for no";

    /// <inheritdoc/>
    public override string? Advice => "For two classes (dense 1, without sigmoid): answers beyond the margin cost nothing, so that the hard cases decide. Predictions are given on the scale of the targets, (ŷ + 1)/2.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["HingeLoss", "hinge_loss", "svm"];

    /// <inheritdoc/>
    public override TargetEncoding Encoding => TargetEncoding.Binary;

    /// <inheritdoc/>
    public override bool TakesProbabilities => false;
}
