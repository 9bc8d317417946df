using System.Collections.Immutable;

namespace Nnet.Language.Training.Losses;

/// <summary>The mean of squared differences.</summary>
public sealed class MeanSquaredError : Loss
{
    /// <inheritdoc/>
    public override string Name => "mean_squared_error";

    /// <inheritdoc/>
    public override string Summary => "The mean of the squared differences between output and target.";

    /// <inheritdoc/>
    public override string? Formula => "L = mean (ŷ − y)²";

    /// <inheritdoc/>
    public override string? Advice => "For regression. Large errors count most; use mean_absolute_error when the data has outliers.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["mse", "MSELoss", "l2_loss"];

    /// <inheritdoc/>
    public override TargetEncoding Encoding => TargetEncoding.Values;
}
