using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training.Metrics;

/// <summary>Share of the samples of a class that are found.</summary>
public sealed class Recall : Metric
{
    /// <summary>How classes come together.</summary>
    public static readonly Argument<string> Average = Mean();

    /// <inheritdoc/>
    public override string Name => "recall";

    /// <inheritdoc/>
    public override string Summary => "Share of the samples of a class that are taken for it.";

    /// <inheritdoc/>
    public override string? Formula => "R = right / (right + missed)";

    /// <inheritdoc/>
    public override string? Advice => "For classes of unequal size, beside precision. With one yes-or-no output it is that of yes.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["Recall", "sensitivity", "true_positive_rate"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Average];

    /// <inheritdoc/>
    public override bool ForClasses => true;
}
