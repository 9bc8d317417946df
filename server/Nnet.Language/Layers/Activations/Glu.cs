using System.Collections.Immutable;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Activations;

/// <summary>Gated linear unit (Dauphin et al. 2017): one half of the channels says how much of the other half goes through.</summary>
public sealed class Glu : Layer
{
    /// <inheritdoc/>
    public override string Name => "glu";

    /// <inheritdoc/>
    public override string Summary => "Multiplies one half of its channels or features with the sigmoid of the other half.";

    /// <inheritdoc/>
    public override string? Formula => "y = a · σ(b)        [a, b] = x, halved along the channels or features";

    /// <inheritdoc/>
    public override string? Advice => "Behind a convolution or dense layer of twice the width: the network learns what to let through (Dauphin et al. 2017).";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["GLU"];

    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site)
    {
        var shape = site.Input.Shape;
        var axis = shape.IsSequence ? shape.Rank - 1 : 0;
        if (shape[axis] % 2 != 0)
        {
            site.Report(LayerFindings.OddChannels, $"glu halves the {shape.AxisWord(axis)} of its input, but {shape} has {shape[axis]} of them, an odd number. Give the layer before twice as many as should come out.");
            return null;
        }
        var half = new Shape(shape.Axes.SetItem(axis, shape[axis] / 2), shape.Names);
        return new LayerFacts(new TensorType(half, Domain.Product(site.Input.Domain, Domain.Interval(0, 1, lowOpen: true, highOpen: true)))) { ShapeArithmetic = $"{shape[axis]}/2 = {shape[axis] / 2}" };
    }
}
