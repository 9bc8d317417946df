using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Normalization;

namespace Nnet.Language.Findings.Rules;

/// <summary>Dropout right before batch normalisation.</summary>
public sealed class DropoutBeforeBatchNorm : LayerRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("dropout-before-batchnorm", Severity.Warning, "Dropout before batchnorm",
        "Dropout makes values vary more while training than afterwards; batch normalisation learns that larger variance and divides by it for ever (Li et al. 2019).");

    /// <inheritdoc/>
    protected override bool IsAbout(Node node) => node.ActsInTrainingAlone();

    /// <inheritdoc/>
    protected override Problem? Look(RuleContext context, LayerGraph model, Node node)
    {
        var next = model.OnlyConsumer(node);
        while (next?.Layer is Activation or Flatten)
        {
            next = model.OnlyConsumer(next);
        }
        return next?.Layer is BatchNorm
            ? new Problem(
                node.Call.NameSpan,
                $"{node.Layer.Name} makes values vary more while training than afterwards, and the batchnorm of {context.LineOf(next)} learns the variance of training: the network meets other values when it is used. Put {node.Layer.Name} behind it.",
                () => Mend(context, node, next))
            : null;
    }

    private static IEnumerable<Fix> Mend(RuleContext context, Node dropout, Node norm)
    {
        if (norm.Origin.Foreign is null && norm.Origin.Caller == dropout.Origin.Caller)
        {
            var behind = Fixes.InsertStepAfter(context.Source, norm.Call, context.Source[dropout.Call.Span]);
            yield return new Fix($"Move {dropout.Layer.Name} behind batchnorm", [.. Fixes.RemoveStep("", context.Source, dropout.Origin.Span).Edits, .. behind.Edits]);
        }
        yield return Fixes.RemoveStep($"Remove {dropout.Layer.Name}", context.Source, dropout.Origin.Span);
    }
}
