using System.Collections.Immutable;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Spatial;

/// <summary>Averages each channel over all of space (Lin et al. 2014).</summary>
public sealed class GlobalAvgPool : Layer
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
    public override ImmutableArray<string> Aliases => ["GlobalAveragePooling1D", "GlobalAveragePooling2D", "AdaptiveAvgPool2d", "global_avg_pool", "gap"];

    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site)
    {
        if (site.Input.Shape.Rank < 2)
        {
            site.Report(LayerFindings.NeedsSpace, $"globalavgpool averages over space, but it gets a vector of {site.Input.Shape}, which has none.");
            return null;
        }
        return new LayerFacts(new TensorType(Shape.Of(site.Input.Shape[site.Input.Shape.ChannelAxis]), site.Input.Domain.Mean));
    }
}
