using Nnet.Language.Definitions;
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
        // A repeated line says it once.
        var said = new HashSet<Origin>();
        foreach (var first in model.Nodes.Where(IsLinear))
        {
            if (model.NextThatActs(first) is not { } second || first.Layer != second.Layer || IsBottleneck(model, first, second) || !said.Add(second.Origin))
            {
                continue;
            }
            context.Report(new Finding(
                Kind,
                second.Origin.NameSpan,
                $"{first.Layer.Name} on line {first.Origin.Line + 1} and this {second.Layer.Name} have no activation between them, so together they are one linear map (W₂·W₁): {first.Facts!.Parameters:#,0} parameters bring nothing new.")
            {
                Fixes = [Fixes.SetArgument(first.Call, ActivationOf(first), "relu"), Fixes.InsertStepAfter(context.Source, first.Call, "relu")],
            });
        }
    }

    private static bool IsLinear(Node node) => node.Layer is Dense or Conv;

    private static Argument ActivationOf(Node node) => node.Layer.Arguments.First(argument => argument == CommonArguments.Activation);

    // A narrow middle limits the rank, as the code of an autoencoder does on purpose.
    private static bool IsBottleneck(LayerGraph model, Node first, Node second)
    {
        var before = Width(model.Before(first)!);
        var middle = Width(first);
        return middle < before && middle < Width(second);
    }

    private static int Width(Node node) => Maps.ChannelsOf(node.Facts!.Output.Shape);
}
