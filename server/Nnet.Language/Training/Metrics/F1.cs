using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training.Metrics;

/// <summary>The harmonic mean of precision and recall.</summary>
public sealed class F1 : Metric
{
    /// <summary>How classes come together.</summary>
    public static readonly Argument<string> Average = Mean();

    /// <inheritdoc/>
    public override string Name => "f1";

    /// <inheritdoc/>
    public override string Summary => "Precision and recall in one: their harmonic mean.";

    /// <inheritdoc/>
    public override string? Formula => "F₁ = 2·right / (2·right + wrongly taken + missed)";

    /// <inheritdoc/>
    public override string? Advice => "For classes of unequal size, instead of accuracy. With one yes-or-no output it is that of yes.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["F1", "F1Score", "f1_score", "fscore"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Average];

    /// <inheritdoc/>
    public override bool ForClasses => true;
}
