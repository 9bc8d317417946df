using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training.Metrics;

/// <summary>Share of the answers of a class that are right.</summary>
public sealed class Precision : Metric
{
    /// <summary>How classes come together.</summary>
    public static readonly Argument<string> Average = Mean();

    /// <inheritdoc/>
    public override string Name => "precision";

    /// <inheritdoc/>
    public override string Summary => "Share of the samples taken for a class that are of it.";

    /// <inheritdoc/>
    public override string? Formula => "P = right / (right + wrongly taken for it)";

    /// <inheritdoc/>
    public override string? Advice => "For classes of unequal size, beside recall. With one yes-or-no output it is that of yes.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["Precision", "positive_predictive_value"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Average];

    /// <inheritdoc/>
    public override bool ForClasses => true;
}
