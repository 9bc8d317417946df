using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training.Losses;

/// <summary>Squared near the target, straight far from it (Huber 1964).</summary>
public sealed class Huber : Loss
{
    /// <summary>Where the square ends.</summary>
    public static readonly Argument<double> Delta = Argument.Number("delta", "Difference at which the square goes over into a straight line, in the unit of the target.", 1, min: 1e-12).Also("beta");

    /// <inheritdoc/>
    public override string Name => "huber";

    /// <inheritdoc/>
    public override string Summary => "The squared difference where it is small, the absolute one where it is large.";

    /// <inheritdoc/>
    public override string? Formula => "L = mean ½d² if |d| ≤ δ else δ·(|d| − ½δ)        d = ŷ − y";

    /// <inheritdoc/>
    public override string? Advice => "For regression with some outliers: they pull with a force that no longer grows.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["HuberLoss", "huber_loss", "SmoothL1Loss", "smooth_l1_loss"];

    /// <inheritdoc/>
    protected override ImmutableArray<Argument> Own => [Delta];

    /// <inheritdoc/>
    public override TargetEncoding Encoding => TargetEncoding.Values;
}
