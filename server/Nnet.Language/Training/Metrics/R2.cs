namespace Nnet.Language.Training.Metrics;

/// <summary>Share of the variance that is explained.</summary>
public sealed class R2 : Metric
{
    /// <inheritdoc/>
    public override string Name => "r2";

    /// <inheritdoc/>
    public override string Summary => "Share of the target's variance that is explained: 1 is perfect, 0 is no better than the mean.";

    /// <inheritdoc/>
    public override string? Formula => "R² = 1 − Σ(y − ŷ)² / Σ(y − ȳ)²";

    /// <inheritdoc/>
    public override bool ForClasses => false;
}
