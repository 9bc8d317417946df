using System.Collections.Immutable;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Spatial;

/// <summary>Averages windows that are chosen so that the result has a given size.</summary>
public sealed class AdaptiveAvgPool : AdaptivePool
{
    /// <inheritdoc/>
    public override string Name => "adaptiveavgpool";

    /// <inheritdoc/>
    public override string Summary => "Averages windows that are chosen so that the result has a given size.";

    /// <inheritdoc/>
    public override string? Formula => "y[c, i] = mean of x[c, ⌊i·n/size⌋ … ⌈(i + 1)·n/size⌉ − 1]";

    /// <inheritdoc/>
    public override string? Advice => "Before dense layers that expect one size, so that pictures of other sizes fit too. For size 1 and a vector, globalavgpool.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["AdaptiveAvgPool1d", "AdaptiveAvgPool2d", "AdaptiveAvgPool3d", "adaptive_avg_pool"];

    private protected override Domain Range(Domain input) => input.Mean;
}
