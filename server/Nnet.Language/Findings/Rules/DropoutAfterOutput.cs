using Nnet.Language.Graph;
using Nnet.Language.Layers;

namespace Nnet.Language.Findings.Rules;

/// <summary>Dropout of the answers themselves.</summary>
public sealed class DropoutAfterOutput : ModelRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("dropout-after-output", Severity.Warning, "Dropout of the output",
        "Behind the last layer, dropout removes answers instead of features: the loss then compares zeros that nobody computed with the targets.");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, LayerGraph model)
    {
        foreach (var output in model.Outputs)
        {
            for (var node = model.Nodes[output]; node is not null && (node.PassesValues() || node.Layer is Activation); node = model.Before(node))
            {
                if (node.ActsInTrainingAlone())
                {
                    context.Report(Kind, model, node, new Problem(
                        node.Call.NameSpan,
                        $"No layer with weights follows this {node.Layer.Name}, so it alters the answers of {model.Name} themselves, and the loss is that of answers nobody gave. It belongs before the last layer.",
                        () => Mend(context, model, node)));
                }
            }
        }
    }

    private static IEnumerable<Fix> Mend(RuleContext context, LayerGraph model, Node dropout)
    {
        var remove = Fixes.RemoveStep($"Remove {dropout.Layer.Name}", context.Source, dropout.Origin.Span);
        if (model.Head() is { } head && head.Origin.Foreign is null && head.Origin.Caller == dropout.Origin.Caller && model.Before(head) is { Layer: not Input } before && !before.ActsInTrainingAlone())
        {
            yield return new Fix($"Move {dropout.Layer.Name} before the last layer", [.. Fixes.InsertStepBefore(context.Source, head.Call, context.Source[dropout.Call.Span]).Edits, .. remove.Edits]);
        }
        yield return remove;
    }
}
