using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Spatial;

/// <summary>Enlarges space without learning anything.</summary>
public sealed class Upsample : Layer
{
    /// <summary>How many times larger.</summary>
    public static readonly Argument<ImmutableArray<int>> Scale = Argument.PerAxis("scale", "How many times larger: one number, or one for each axis.", min: 1, @default: 2, positional: true).Also("scale_factor", "size");

    /// <summary>Where new values come from.</summary>
    public static readonly Argument<string> Mode = Argument.Word("mode", "Where new values come from: `nearest` repeats them, `bilinear` goes evenly from one to the next, along every axis.", ["nearest", "bilinear"], "nearest").Also("interpolation");

    /// <summary>Whether corners stay corners.</summary>
    public static readonly Argument<bool> AlignCorners = Argument.Flag("align_corners", "For bilinear: whether the outermost places of input and output coincide; otherwise the outer edges of those places do.", false);

    /// <inheritdoc/>
    public override string Name => "upsample";

    /// <inheritdoc/>
    public override string Summary => "Enlarges maps by repeating values or going evenly from one to the next; it learns nothing.";

    /// <inheritdoc/>
    public override string? Formula => "y[c, i] = x[c, ⌊i / scale⌋]        bilinear: the mean of the nearest, weighed by nearness";

    /// <inheritdoc/>
    public override string? Advice => "In decoders, with a convolution behind it. convtranspose learns how to enlarge, and may leave checkerboards.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["Upsample", "UpSampling1D", "UpSampling2D", "UpSampling3D", "UpsamplingNearest2d", "UpsamplingBilinear2d", "interpolate"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Scale, Mode, AlignCorners];

    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site)
    {
        if (Maps.Of(site, "enlarges space") is not { } maps
            || maps.PerAxis(site, Scale, site.Get(Scale)) is not { } scale
            || maps.With(site, maps.Channels, [.. maps.Extents.Zip(scale, (extent, times) => (long)extent * times)]) is not { } output)
        {
            return null;
        }
        return new LayerFacts(new TensorType(output, site.Get(Mode) == "nearest" ? site.Input.Domain : site.Input.Domain.Mean))
        {
            ShapeArithmetic = string.Join(", ", maps.Extents.Zip(scale, (extent, times) => $"{extent}·{times} = {(long)extent * times}").Distinct()),
        };
    }
}
