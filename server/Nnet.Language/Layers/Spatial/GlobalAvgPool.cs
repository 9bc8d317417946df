using System.Collections.Immutable;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Spatial;

/// <summary>Averages each channel over all of space (Lin et al. 2014).</summary>
public sealed class GlobalAvgPool : GlobalPool
{
    /// <inheritdoc/>
    public override string Name => "globalavgpool";

    /// <inheritdoc/>
    public override string Summary => "Averages each channel over all of space and gives a vector of channels.";

    /// <inheritdoc/>
    public override string? Formula => "y[c] = mean_i x[c, i]";

    /// <inheritdoc/>
    public override string? Advice => "Before the head of a convolutional network: no parameters, and any image size fits.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["GlobalAveragePooling1D", "GlobalAveragePooling2D", "GlobalAveragePooling3D", "global_avg_pool", "gap"];

    private protected override Domain Range(Domain input) => input.Mean;
}
