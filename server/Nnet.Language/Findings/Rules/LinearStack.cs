using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Spatial;

namespace Nnet.Language.Findings.Rules;

/// <summary>Two weighted layers with nothing between them are one.</summary>
public sealed class LinearStack : ModelRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("linear-stack", Severity.Warning, "Two linear layers in a row",
        "A linear map of a linear map is linear: W₂(W₁x + b₁) + b₂ = (W₂W₁)x + b. Without an activation between them the second layer adds parameters and no power.");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, LayerGraph model)
    {
        foreach (var first in model.Nodes.Where(IsPlain))
        {
            if (model.NextThatActs(first) is not { } second || first.Layer != second.Layer || !IsPlain(second) || IsBottleneck(model, first, second))
            {
                continue;
            }
            context.Report(Kind, model, second, new Problem(
                second.Call.NameSpan,
                $"{first.Layer.Name} on {context.LineOf(first)} and this {second.Layer.Name} have no activation between them, so together they are one linear map (W₂·W₁): {first.Facts!.Parameters:#,0} parameters bring nothing new.",
                () => Mend(context, first)));
        }
    }

    // The first layer may stand in another file, whose text is not ours to edit.
    private static IEnumerable<Fix> Mend(RuleContext context, Node first)
        => first.Origin.Foreign is not null ? [] :
        [
            .. first.Layer.Arguments.FirstOrDefault(argument => argument == CommonArguments.Activation) is { } activation ? [Fixes.SetArgument(first.Call, activation, "relu")] : Array.Empty<Fix>(),
            Fixes.InsertStepAfter(context.Source, first.Call, "relu"),
        ];

    // Weights that are shared or fixed mean something of their own, and groups save weights on purpose.
    private static bool IsPlain(Node node)
        => (node.Layer is Dense || (node.Layer is Conv && node.Get(Conv.Groups) == 1)) && node.Facts!.Weights.All(weight => weight is { TiedTo: null, IsFrozen: false });

    // A narrow middle limits the rank, as the code of an autoencoder does on purpose.
    private static bool IsBottleneck(LayerGraph model, Node first, Node second)
    {
        var before = model.Before(first)!.Facts!.Output.Shape;
        var (middle, behind) = (first.Facts!.Output.Shape, second.Facts!.Output.Shape);
        return Width(middle) < Width(before) && Width(middle) < Width(behind);

        static int Width(Shape shape) => shape.IsSequence ? shape[^1] : shape[0];
    }
}
