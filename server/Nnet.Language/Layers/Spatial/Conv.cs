using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Spatial;

/// <summary>Convolution (as in all of deep learning, cross-correlation) over one, two or three spatial axes.</summary>
public sealed class Conv : Convolution
{
    /// <summary>Number of output channels.</summary>
    public static readonly Argument<int> Filters = Argument.Integer("filters", "Number of filters, that is of output channels.", min: 1, positional: true).Also("out_channels", "channels", "num_filters", "out");

    /// <summary>Parts of the channels that filters keep to.</summary>
    public static readonly Argument<int> Groups = Argument.Integer("groups", "Parts into which channels and filters are divided; filters of one part see the channels of that part alone.", 1, min: 1);

    /// <inheritdoc/>
    public override string Name => "conv";

    /// <inheritdoc/>
    public override string Summary => "Slides learned filters over space; each gives one output channel.";

    /// <inheritdoc/>
    public override string? Formula => "y[f, i] = b[f] + Σ_c Σ_k W[f, c, k] · x[c, i·stride + k·dilation − padding]";

    /// <inheritdoc/>
    public override string? Advice => "For images and signals: it shares its weights over all places. 3×3 with padding=1 keeps the size; stride=2 halves it.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["Conv1d", "Conv2d", "Conv3d", "Conv1D", "Conv2D", "Conv3D", "Convolution", "Convolution2D"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Filters, Kernel, Stride, Padding, Dilation, Groups, Activation, Bias, .. CommonArguments.OfWeights];

    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site)
        => Maps.Of(site, "slides a window over space") is { } maps && Divide(site, Groups, maps.Channels, site.Get(Filters))
            ? Convolve(site, maps, site.Get(Filters), site.Get(Groups))
            : null;
}
