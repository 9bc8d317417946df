using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Training;

namespace Nnet.Language.Findings.Rules;

/// <summary>A loss over probabilities is given values that are neither probabilities nor free to become them.</summary>
public sealed class HeadDomain : TrainRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("domain-mismatch", Severity.Error, "The output cannot be what the loss needs",
        "Cross-entropy takes probabilities, or free real numbers that it turns into probabilities itself. Numbers that were bent into another range before cannot express them.");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, TrainSpec train)
    {
        if (train is not { Model.IsComplete: true, Loss.Definition: Loss { Encoding: not TargetEncoding.Values } loss } || train.Model.LastThatActs() is not { Layer: Activation } last)
        {
            return;
        }
        var domain = train.Model.Output!.Facts!.Output.Domain;
        var (fits, right) = loss.Encoding == TargetEncoding.Binary
            ? (domain.IsReal || (domain.Low >= 0 && domain.High <= 1), "sigmoid")
            : (domain.IsReal || domain.Kind == DomainKind.Probabilities, "softmax");
        if (fits)
        {
            return;
        }
        context.Report(new Finding(
            Kind,
            last.Call.NameSpan,
            $"{loss.Name} needs probabilities ({right}) or free numbers that it turns into probabilities itself, but {last.Layer.Name} gives values in {domain}.")
        {
            Fixes = [Fixes.Replace($"Change to {right}", last.Call.NameSpan, right), train.Model.RemoveActivation(context.Source, last)],
        });
    }
}
