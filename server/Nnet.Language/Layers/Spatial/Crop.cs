using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Spatial;

/// <summary>Cuts places off the borders of maps.</summary>
public sealed class Crop : Border
{
    /// <inheritdoc/>
    public override string Name => "crop";

    /// <inheritdoc/>
    public override string Summary => "Cuts places off the borders of maps.";

    /// <inheritdoc/>
    public override string? Advice => "Where a skip meets maps that lost their border to convolutions without padding, as in the first U-Net (Ronneberger et al. 2015).";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["Cropping1D", "Cropping2D", "Cropping3D", "CenterCrop", "center_crop"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Size, Before, After];

    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site)
    {
        if (Maps.Of(site, "cuts places off space") is not { } maps || !Says(site, Size, Before, After) || Sides(site, maps) is not var (before, after))
        {
            return null;
        }
        for (var axis = 0; axis < maps.Rank; axis++)
        {
            var cut = before[axis] + (long)after[axis];
            if (cut >= maps.Extents[axis])
            {
                var at = site.Call.Has(Size) ? Size : site.Call.Has(Before) ? Before : After;
                site.Report(LayerFindings.NothingLeft, $"crop cuts {cut} places off an axis of {maps.Extents[axis]}: nothing of {maps} is left.", at);
                return null;
            }
        }
        return maps.With(site, maps.Channels, [.. maps.Extents.Select((extent, axis) => (long)extent - before[axis] - after[axis])]) is { } output
            ? new LayerFacts(new TensorType(output, site.Input.Domain)) { ShapeArithmetic = Arithmetic(maps, before, after, -1) }
            : null;
    }
}
