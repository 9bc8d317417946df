using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Shaping;

/// <summary>Lays the same values out in another shape.</summary>
public sealed class Reshape : Layer
{
    /// <summary>The new shape.</summary>
    public static readonly Argument<Shape> Target = Argument.Shape("shape", "The new shape, without the batch; a name for the first axis makes a sequence.", positional: true).Also("target_shape", "size");

    /// <inheritdoc/>
    public override string Name => "reshape";

    /// <inheritdoc/>
    public override string Summary => "Lays the same values, in their order, out in another shape.";

    /// <inheritdoc/>
    public override string? Advice => "Behind the dense layer with which a decoder begins, or to name axes. It moves no value: to swap axes, take `permute`; for a vector, `flatten`.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["Reshape", "Unflatten", "unflatten"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Target];

    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site)
    {
        var (shape, target) = (site.Input.Shape, site.Get(Target));
        if (!LayerLimits.Allows(site, target))
        {
            return null;
        }
        if (shape.Count != target.Count)
        {
            site.Report(SequenceFindings.ReshapeCount, $"{shape.ToNamedString()} holds {shape.Count:#,0} values, but {target.ToSource()} has room for {target.Count:#,0}.", Target);
            return null;
        }
        var keeps = shape[^1] == target[^1] || site.Input.Domain.Kind != DomainKind.Probabilities;
        return new LayerFacts(new TensorType(target, keeps ? site.Input.Domain : site.Input.Domain.Mean));
    }
}
