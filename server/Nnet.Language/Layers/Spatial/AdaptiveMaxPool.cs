using System.Collections.Immutable;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Spatial;

/// <summary>Keeps the greatest value of windows that are chosen so that the result has a given size.</summary>
public sealed class AdaptiveMaxPool : AdaptivePool
{
    /// <inheritdoc/>
    public override string Name => "adaptivemaxpool";

    /// <inheritdoc/>
    public override string Summary => "Keeps the greatest value of windows that are chosen so that the result has a given size.";

    /// <inheritdoc/>
    public override string? Formula => "y[c, i] = max of x[c, ⌊i·n/size⌋ … ⌈(i + 1)·n/size⌉ − 1]";

    /// <inheritdoc/>
    public override string? Advice => "Before dense layers that expect one size, so that pictures of other sizes fit too. For size 1 and a vector, globalmaxpool.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["AdaptiveMaxPool1d", "AdaptiveMaxPool2d", "AdaptiveMaxPool3d", "adaptive_max_pool"];

    private protected override Domain Range(Domain input) => input;
}
