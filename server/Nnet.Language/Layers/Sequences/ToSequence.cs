using System.Collections.Immutable;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Sequences;

/// <summary>Lays space out as a sequence.</summary>
public sealed class ToSequence : Layer
{
    /// <inheritdoc/>
    public override string Name => "to_sequence";

    /// <inheritdoc/>
    public override string Summary => "Lays space out as a sequence: every point becomes a place, its channels the features.";

    /// <inheritdoc/>
    public override string? Formula => "y[t, c] = x[c, t]        t counts through space, row by row";

    /// <inheritdoc/>
    public override string? Advice => "Between a convolution that cuts a picture into patches and the attention over them, and between convolutions and recurrent layers.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["patches_to_sequence", "flatten_space"];

    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site)
    {
        var shape = site.Input.Shape;
        if (shape.IsSequence || shape.Rank < 2)
        {
            site.Report(LayerFindings.NeedsSpace, shape.IsSequence
                ? $"to_sequence lays space out as places, but {shape.ToNamedString()} is a sequence already."
                : $"to_sequence lays space out as places, but it gets a vector of {shape}, which has no space.");
            return null;
        }
        var places = shape.Count / shape[0];
        return new LayerFacts(new TensorType(Shape.Sequence((int)places, shape[0]), site.Input.Domain.Kind == DomainKind.Probabilities ? site.Input.Domain.Mean : site.Input.Domain))
        {
            ShapeArithmetic = shape.Rank > 2 ? $"{string.Join('·', shape.Axes[1..])} = {places}" : null,
        };
    }
}
