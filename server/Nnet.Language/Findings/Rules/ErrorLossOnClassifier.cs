using Nnet.Language.Layers.Activations;
using Nnet.Language.Training;

namespace Nnet.Language.Findings.Rules;

/// <summary>A classifier is trained with a loss for numbers.</summary>
public sealed class ErrorLossOnClassifier : ObjectiveRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("error-loss-on-classifier", Severity.Warning, "A squared error on a classifier",
        "Where sigmoid or softmax is sure and wrong its slope is nearly zero, and with it the gradient of a squared error: the worst mistakes are learnt from least. Cross-entropy cancels that slope.");

    /// <inheritdoc/>
    protected override void Look(RuleContext context, TrainSpec train)
    {
        if (train is not { Model.IsComplete: true, Loss: { Definition: Loss { Encoding: TargetEncoding.Values } loss } call } || train.Data is not { TargetIsInput: false } || train.Model.LastThatActs() is not { } last)
        {
            return;
        }
        var target = context.FactsOf(train)?.Target;
        var classifies = last.Layer switch
        {
            Softmax => target?.Classes is not null || target is null,
            Sigmoid => target?.Classes is 2 && target.Width == 1,
            _ => false,
        };
        if (!classifies || target?.IsNamed == true)
        {
            return;
        }
        var better = last.Layer is Softmax ? "cross_entropy" : "binary_cross_entropy";
        context.Report(new Finding(
            Kind,
            call.NameSpan,
            $"{loss.Name} behind {last.Layer.Name} learns least from the worst mistakes, because {last.Layer.Name} is flat there. For classes, {better} has no such flat places.")
        {
            Fixes = [Fixes.Replace($"Change to {better}", call.NameSpan, better)],
        });
    }
}
