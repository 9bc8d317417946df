using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Normalization;
using Nnet.Language.Layers.Spatial;

namespace Nnet.Language.Findings.Rules;

/// <summary>A bias that batch normalisation subtracts again.</summary>
public sealed class BiasBeforeBatchNorm : ModelRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("bias-before-batchnorm", Severity.Warning, "A bias without effect before batchnorm",
        "Batch normalisation subtracts the mean of each channel, and with it any constant added before; its own shift takes the bias' place.");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, LayerGraph model)
    {
        foreach (var node in model.Nodes)
        {
            if (node.Facts!.Weights.FirstOrDefault(weight => weight.Name == "bias") is { } bias
                && node.Layer is Dense or Conv
                && model.OnlyConsumer(node)?.Layer is BatchNorm)
            {
                Argument argument = node.Layer is Dense ? Dense.Bias : Conv.Bias;
                context.Report(new Finding(
                    Kind,
                    node.Origin.NameSpan,
                    $"The batchnorm behind this {node.Layer.Name} subtracts the mean of each channel and so its bias too: {bias.Shape.Count:#,0} parameters do nothing.")
                {
                    Fixes = [Fixes.SetArgument(node.Call, argument, "false")],
                });
            }
        }
    }
}
