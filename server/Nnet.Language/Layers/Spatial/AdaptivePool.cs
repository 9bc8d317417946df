using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Spatial;

/// <summary>A pool whose windows are chosen so that the result has a given size.</summary>
public abstract class AdaptivePool : Layer
{
    /// <summary>Extent of the result.</summary>
    public static readonly Argument<ImmutableArray<int>> Size = Argument.PerAxis("size", "Extent of the result: one number, or one for each axis.", min: 1, required: true, positional: true).Also("output_size");

    /// <inheritdoc/>
    public sealed override ImmutableArray<Argument> Arguments => [Size];

    /// <inheritdoc/>
    public sealed override LayerFacts? Infer(LayerSite site)
    {
        if (Maps.Of(site, "looks at space") is not { } maps
            || maps.PerAxis(site, Size, site.Get(Size)) is not { } size
            || maps.With(site, maps.Channels, [.. size.Select(extent => (long)extent)]) is not { } output)
        {
            return null;
        }
        return new LayerFacts(new TensorType(output, Range(site.Input.Domain)))
        {
            ShapeArithmetic = string.Join(", ", maps.Extents.Zip(size, (from, to) => from % to == 0 ? $"windows of {from}/{to} = {from / to}" : $"{to} windows over {from}").Distinct()),
        };
    }

    /// <summary>What it gives for what it takes.</summary>
    private protected abstract Domain Range(Domain input);
}
