using Nnet.Language.Graph;
using Nnet.Language.Layers.Activations;

namespace Nnet.Language.Findings.Rules;

/// <summary>Softmax or sigmoid applied to what is squeezed already.</summary>
public sealed class RepeatedSquashing : ModelRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("double-softmax", Severity.Warning, "Probabilities are squeezed twice",
        "Softmax of probabilities is nearly uniform, and sigmoid of a number in 0…1 lies between 0.5 and 0.73: the network can no longer be sure of anything, and gradients shrink.");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, LayerGraph model)
    {
        foreach (var first in model.Nodes.Where(Squeezes))
        {
            if (model.NextThatActs(first) is { } second && Squeezes(second))
            {
                var effect = second.Layer is Softmax
                    ? "differences between classes all but vanish"
                    : "every output lies between 0.5 and 0.73";
                context.Report(new Finding(
                    Kind,
                    second.Origin.NameSpan,
                    $"{second.Layer.Name} is applied to the {first.Layer.Name} of line {first.Origin.Line + 1}, which gives values from 0 to 1 already: {effect}. Keep one of them.")
                {
                    Fixes = [model.RemoveActivation(context.Source, second), model.RemoveActivation(context.Source, first)],
                });
            }
        }
    }

    private static bool Squeezes(Node node) => node.Layer is Softmax or Sigmoid;
}
