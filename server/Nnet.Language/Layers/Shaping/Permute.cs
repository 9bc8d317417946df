using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Shaping;

/// <summary>Puts the axes into another order.</summary>
public sealed class Permute : Layer
{
    /// <summary>The axes in their new order.</summary>
    public static readonly Argument<AxisOrder> Order = Argument.Order("order", "The axes of the sample in their new order, counted from 1 (the batch would be 0, and stays first). One may get a name: `[channels=2, 1]` is a sequence again.").Also("dims");

    /// <inheritdoc/>
    public override string Name => "permute";

    /// <inheritdoc/>
    public override string Summary => "Puts the axes into another order; their names go with them.";

    /// <inheritdoc/>
    public override string? Formula => "permute [2, 1]:  y[j, i] = x[i, j]";

    /// <inheritdoc/>
    public override string? Advice => "`permute [channels=2, 1]` swaps places and features, so that the next dense layer mixes places, at each channel alike, and `permute [seq=2, 1]` swaps them back; without the name the result is channels × places. Axes are counted as in PyTorch and Keras, where the batch is axis 0. For space to places there is `to_sequence`.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["Permute", "transpose"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Order];

    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site)
    {
        var (shape, order) = (site.Input.Shape, site.Get(Order));
        if (!order.Axes.Order().SequenceEqual(Enumerable.Range(1, shape.Rank)))
        {
            var reversed = $"[{string.Join(", ", Enumerable.Range(1, shape.Rank).Reverse())}]";
            site.Report(SequenceFindings.AxisOrder, $"{shape.ToNamedString()} has the axes {string.Join(", ", Enumerable.Range(1, shape.Rank))}, and each stands once in their new order; this is {order}.", Order, Fixes.SetArgument(site.Call, Order, reversed));
            return null;
        }
        var permuted = new Shape([.. order.Axes.Select(axis => shape[axis - 1])], [.. order.Axes.Select((axis, place) => (order.Names.IsEmpty ? null : order.Names[place]) ?? shape.NameOf(axis - 1))]);
        var keeps = order.Axes[^1] == shape.Rank || site.Input.Domain.Kind != DomainKind.Probabilities;
        return new LayerFacts(new TensorType(permuted, keeps ? site.Input.Domain : site.Input.Domain.Mean));
    }
}
