using System.Collections.Immutable;

namespace Nnet.Language.Training.Losses;

/// <summary>The mean of absolute differences.</summary>
public sealed class MeanAbsoluteError : Loss
{
    /// <inheritdoc/>
    public override string Name => "mean_absolute_error";

    /// <inheritdoc/>
    public override string Summary => "The mean of the absolute differences between output and target.";

    /// <inheritdoc/>
    public override string? Formula => "L = mean |ŷ − y|";

    /// <inheritdoc/>
    public override string? Advice => "For regression with outliers: every unit of error counts the same.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["mae", "L1Loss", "l1"];

    /// <inheritdoc/>
    public override TargetEncoding Encoding => TargetEncoding.Values;
}
