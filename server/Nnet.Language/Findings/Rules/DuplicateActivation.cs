using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Activations;

namespace Nnet.Language.Findings.Rules;

/// <summary>The same activation twice in a row.</summary>
public sealed class DuplicateActivation : LayerRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("duplicate-activation", Severity.Warning, "The same activation twice",
        "A second relu changes nothing, and a second tanh only flattens what the first one bent; mostly one was written as activation= and the other as a line.");

    /// <inheritdoc/>
    // Sigmoid and softmax have a finding of their own.
    protected override bool IsAbout(Node node) => node.Layer is Activation and not (Sigmoid or Softmax or Identity);

    /// <inheritdoc/>
    protected override Problem? Look(RuleContext context, LayerGraph model, Node second)
    {
        if (model.Before(second) is not { } first || first.Layer != second.Layer)
        {
            return null;
        }
        return new Problem(
            second.Call.NameSpan,
            $"{second.Layer.Name} is applied on {context.LineOf(first)} already{(second.Layer is Relu ? ", and a second time it changes nothing" : "")}.",
            () => [model.RemoveActivation(context.Source, second)]);
    }
}
