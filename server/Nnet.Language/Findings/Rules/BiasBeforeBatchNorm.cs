using Nnet.Language.Binding;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Normalization;

namespace Nnet.Language.Findings.Rules;

/// <summary>A bias that batch normalisation subtracts again.</summary>
public sealed class BiasBeforeBatchNorm : LayerRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("bias-before-batchnorm", Severity.Warning, "A bias without effect before batchnorm",
        "Batch normalisation subtracts the mean of each channel, and with it any constant added before; its own shift takes the bias' place.");

    /// <inheritdoc/>
    protected override bool IsAbout(Node node) => node.IsWeightedSum();

    /// <inheritdoc/>
    protected override Problem? Look(RuleContext context, LayerGraph model, Node node)
        => node.Facts!.Weights.FirstOrDefault(weight => weight.Name == "bias") is { } bias
            && Signature.Of(node.Layer).Find("bias") is { Kind: ArgumentKind.Flag } argument
            && model.OnlyConsumer(node)?.Layer is BatchNorm
            ? new Problem(
                node.Call.NameSpan,
                $"The batchnorm behind this {node.Layer.Name} subtracts the mean of each channel and so its bias too: {bias.Shape.Count:#,0} parameters do nothing.",
                () => [Fixes.SetArgument(node.Call, argument, "false")])
            : null;
}
