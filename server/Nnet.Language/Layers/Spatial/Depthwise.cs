using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Spatial;

/// <summary>A convolution of each channel by itself (Howard et al. 2017).</summary>
public sealed class Depthwise : Convolution
{
    /// <summary>Filters of each channel.</summary>
    public static readonly Argument<int> Multiplier = Argument.Integer("multiplier", "Filters of each channel: the output has so many times the channels.", 1, min: 1).Also("depth_multiplier");

    /// <inheritdoc/>
    public override string Name => "depthwise";

    /// <inheritdoc/>
    public override string Summary => "Slides a filter of its own over each channel; channels do not mix.";

    /// <inheritdoc/>
    public override string? Formula => "y[c, i] = b[c] + Σ_k W[c, k] · x[c, i·stride + k·dilation − padding]";

    /// <inheritdoc/>
    public override string? Advice => "With a 1×1 convolution behind it, which mixes the channels, it does most of what a full convolution does at an eighth of the cost (Howard et al. 2017).";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["DepthwiseConv1D", "DepthwiseConv2D", "depthwise_conv"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Kernel, Stride, Padding, Dilation, Multiplier, Activation, Bias, .. CommonArguments.OfWeights];

    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site)
        => Maps.Of(site, "slides a window over space") is { } maps
            ? Convolve(site, maps, Clip((long)maps.Channels * site.Get(Multiplier)), maps.Channels)
            : null;
}
