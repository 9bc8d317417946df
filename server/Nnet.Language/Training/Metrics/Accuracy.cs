using System.Collections.Immutable;

namespace Nnet.Language.Training.Metrics;

/// <summary>Share of right answers.</summary>
public sealed class Accuracy : Metric
{
    /// <inheritdoc/>
    public override string Name => "accuracy";

    /// <inheritdoc/>
    public override string Summary => "Share of samples whose class is right.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["acc"];

    /// <inheritdoc/>
    public override bool ForClasses => true;
}
