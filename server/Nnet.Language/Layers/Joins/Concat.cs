using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Joins;

/// <summary>Puts what its paths give side by side, along the channels or features.</summary>
public sealed class Concat : Join
{
    /// <inheritdoc/>
    public override string Name => "concat";

    /// <inheritdoc/>
    public override string Summary => "Puts what its paths give side by side, along the channels or features.";

    /// <inheritdoc/>
    public override string? Formula => "y = [path₁, path₂, …]";

    /// <inheritdoc/>
    public override string? Advice => "For reusing what earlier layers found, as DenseNet and U-Net do. Paths may differ in channels, not in height and width.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["Concatenate", "cat", "merge"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Labels];

    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site)
    {
        var shape = site.Input.Shape;
        var along = shape.IsSequence ? shape.Rank - 1 : 0;
        if (!Agree(site, all => Enumerable.Range(0, all.Rank).Where(axis => axis != along), JoinFindings.ConcatDiffers, " Concat stacks channels; every other extent has to be equal: check strides and paddings of the paths."))
        {
            return null;
        }
        var extents = site.Inputs.Select(input => (long)input.Shape[along]).ToArray();
        var total = extents.Sum();
        return LayerLimits.Allows(site, [.. shape.Axes.Select((extent, axis) => axis == along ? total : extent)])
            ? new LayerFacts(new TensorType(new Shape(shape.Axes.SetItem(along, (int)total), shape.Names), site.Inputs.Select(input => input.Domain).Aggregate(Domain.Union))) { ShapeArithmetic = extents.Length > 1 ? $"{string.Join(" + ", extents)} = {total}" : null }
            : null;
    }
}
