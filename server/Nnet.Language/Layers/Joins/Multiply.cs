using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Joins;

/// <summary>Multiplies what its paths give, place by place; an extent of 1 is spread over the other.</summary>
public sealed class Multiply : Join
{
    /// <inheritdoc/>
    public override string Name => "multiply";

    /// <inheritdoc/>
    public override string Summary => "Multiplies what its paths give, place by place; an extent of 1 is spread over the other.";

    /// <inheritdoc/>
    public override string? Formula => "y = Π paths";

    /// <inheritdoc/>
    public override string? Advice => "For gates: squeeze-and-excitation scales each channel by a number between 0 and 1 (Hu et al. 2018).";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["Multiply", "mul", "gate"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Labels];

    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site)
    {
        // A gate gives one number a channel: 64 or 64×1×1 beside 64×56×56.
        var shape = site.Inputs.Select(input => input.Shape).MaxBy(shape => shape.Count)!;
        foreach (var input in site.Inputs)
        {
            if (!Spreads(input.Shape, shape))
            {
                _ = Agree(site, all => Enumerable.Range(0, all.Rank), JoinFindings.PathsDiffer, " Equal shapes multiply place by place; a gate has one number for each channel.");
                return null;
            }
        }
        return new LayerFacts(new TensorType(shape, site.Inputs.Select(input => input.Domain).Aggregate(Domain.Product)));
    }

    private static bool Spreads(Shape gate, Shape over)
        => gate.Equals(over)
            || (gate.Rank == 1 && !over.IsSequence && over.Rank > 1 && gate[0] == over[0])
            || (gate.Rank == over.Rank && gate.Axes.Zip(over.Axes).All(pair => pair.First == pair.Second || pair.First == 1));
}
