using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Joins;

/// <summary>Adds what its paths give, place by place.</summary>
public sealed class Add : Join
{
    /// <inheritdoc/>
    public override string Name => "add";

    /// <inheritdoc/>
    public override string Summary => "Adds what its paths give, place by place.";

    /// <inheritdoc/>
    public override string? Formula => "y = Σ paths";

    /// <inheritdoc/>
    public override string? Advice => "For shortcuts around a few layers: with a path of its own for the shortcut where shapes change, and with a label for a long skip. All paths must have one shape.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["Add", "sum"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Labels];

    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site)
        => Agree(site, shape => Enumerable.Range(0, shape.Rank), JoinFindings.PathsDiffer, " A 1×1 convolution on the shorter path brings channels and stride together.")
            ? new LayerFacts(new TensorType(site.Input.Shape, site.Inputs.Select(input => input.Domain).Aggregate(Domain.Sum)))
            : null;
}
