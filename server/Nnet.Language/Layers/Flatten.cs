using System.Collections.Immutable;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers;

/// <summary>Lays all axes out in a row.</summary>
public sealed class Flatten : Layer
{
    /// <inheritdoc/>
    public override string Name => "flatten";

    /// <inheritdoc/>
    public override string Summary => "Lays all axes out in one row, channel after channel.";

    /// <inheritdoc/>
    public override string? Advice => "Between the last convolution or pool and the first dense layer. globalavgpool often does better, with far fewer parameters behind it.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["Flatten", "view", "ravel"];

    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site)
    {
        var shape = site.Input.Shape;
        return new LayerFacts(new TensorType(Shape.Of((int)shape.Count), site.Input.Domain))
        {
            ShapeArithmetic = shape.Rank > 1 ? $"{Shape.Join('·', shape.Axes.AsSpan())} = {shape.Count}" : null,
        };
    }
}
