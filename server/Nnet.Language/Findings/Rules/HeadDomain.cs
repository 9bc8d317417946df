using Nnet.Language.Layers;
using Nnet.Language.Training;

namespace Nnet.Language.Findings.Rules;

/// <summary>A loss over probabilities is given values that are neither probabilities nor free to become them.</summary>
public sealed class HeadDomain : ObjectiveRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("domain-mismatch", Severity.Error, "The output cannot be what the loss needs",
        "Cross-entropy takes probabilities, or free real numbers that it turns into probabilities itself. Numbers that were bent into another range before cannot express them.");

    /// <inheritdoc/>
    protected override void Look(RuleContext context, TrainSpec train)
    {
        if (train is not { Model: { IsComplete: true } model, Loss.Definition: Loss { TakesProbabilities: true } loss } || model.LastThatActs() is not { Layer: Activation } last)
        {
            return;
        }
        var domain = model.Output!.Facts!.Output.Domain;
        var (fits, right) = loss.Encoding == TargetEncoding.Binary
            ? (domain.IsReal || (domain.Low >= 0 && domain.High <= 1), "sigmoid")
            : (domain.IsReal || domain.Kind == Graph.DomainKind.Probabilities, "softmax");
        if (!fits)
        {
            context.Report(Kind, model, last, new Problem(
                last.Call.NameSpan,
                $"{loss.Name} needs probabilities ({right}) or free numbers that it turns into probabilities itself, but {last.Layer.Name} gives values in {domain}.",
                () => [last.ReplaceBy(right), model.RemoveActivation(context.Source, last)]));
        }
    }
}
