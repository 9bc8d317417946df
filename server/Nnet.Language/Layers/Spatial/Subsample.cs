using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Spatial;

/// <summary>Keeps every second place, or every third …, and drops the rest.</summary>
public sealed class Subsample : Layer
{
    /// <summary>Distance of the places that are kept.</summary>
    public static readonly Argument<ImmutableArray<int>> Step = Argument.PerAxis("step", "Distance of the places that are kept: 2 keeps every second along each axis.", min: 1, required: true, positional: true).Also("stride", "factor");

    /// <inheritdoc/>
    public override string Name => "subsample";

    /// <inheritdoc/>
    public override string Summary => "Keeps every second place along each axis, or every third …, and drops the rest.";

    /// <inheritdoc/>
    public override string? Formula => "y[c, i] = x[c, i·step]";

    /// <inheritdoc/>
    public override string? Advice => "For a shortcut without parameters past a convolution with a stride (He et al. 2016, option A). Elsewhere a pool loses less.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["decimate"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Step];

    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site)
    {
        if (Maps.Of(site, "leaves places of space out") is not { } maps
            || maps.PerAxis(site, Step, site.Get(Step)) is not { } step
            || maps.With(site, maps.Channels, [.. maps.Extents.Zip(step, (extent, distance) => ((long)extent + distance - 1) / distance)]) is not { } output)
        {
            return null;
        }
        return new LayerFacts(new TensorType(output, site.Input.Domain))
        {
            ShapeArithmetic = string.Join(", ", maps.Extents.Zip(step, (extent, distance) => $"⌈{extent}/{distance}⌉ = {((long)extent + distance - 1) / distance}").Distinct()),
        };
    }
}
