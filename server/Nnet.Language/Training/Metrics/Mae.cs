namespace Nnet.Language.Training.Metrics;

/// <summary>Mean absolute error.</summary>
public sealed class Mae : Metric
{
    /// <inheritdoc/>
    public override string Name => "mae";

    /// <inheritdoc/>
    public override string Summary => "Mean absolute error, in the unit of the target.";

    /// <inheritdoc/>
    public override bool ForClasses => false;
}
