using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training.Metrics;

/// <summary>Share of samples whose class is among the likeliest few.</summary>
public sealed class TopK : Metric
{
    /// <summary>How many answers count.</summary>
    public static readonly Argument<int> K = Argument.Integer("k", "How many answers count.", 5, min: 1, positional: true);

    /// <inheritdoc/>
    public override string Name => "top_k";

    /// <inheritdoc/>
    public override string Summary => "Share of samples whose class is among the k likeliest: `metrics top_k 3`.";

    /// <inheritdoc/>
    public override string? Advice => "For many classes, several of which may do.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["top_k_accuracy", "TopKCategoricalAccuracy", "top5", "top_5"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [K];

    /// <inheritdoc/>
    public override bool ForClasses => true;
}
