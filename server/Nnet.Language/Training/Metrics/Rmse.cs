namespace Nnet.Language.Training.Metrics;

/// <summary>Root of the mean squared error.</summary>
public sealed class Rmse : Metric
{
    /// <inheritdoc/>
    public override string Name => "rmse";

    /// <inheritdoc/>
    public override string Summary => "Root of the mean squared error, in the unit of the target.";

    /// <inheritdoc/>
    public override bool ForClasses => false;
}
