using Nnet.Language.Graph;
using Nnet.Language.Layers.Activations;

namespace Nnet.Language.Findings.Rules;

/// <summary>Softmax or sigmoid applied to what is squeezed already.</summary>
public sealed class RepeatedSquashing : LayerRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("double-softmax", Severity.Warning, "Probabilities are squeezed twice",
        "Softmax of probabilities is nearly uniform, and sigmoid of a number in 0…1 lies between 0.5 and 0.73: the network can no longer be sure of anything, and gradients shrink.");

    /// <inheritdoc/>
    protected override bool IsAbout(Node node) => Squeezes(node);

    /// <inheritdoc/>
    protected override Problem? Look(RuleContext context, LayerGraph model, Node second)
    {
        if (Source(model, second) is not { } first || !Squeezes(first))
        {
            return null;
        }
        var effect = second.Layer is Softmax
            ? "differences between classes all but vanish"
            : "every output lies between 0.5 and 0.73";
        return new Problem(
            second.Call.NameSpan,
            $"{second.Layer.Name} is applied to the {first.Layer.Name} of {context.LineOf(first)}, which gives values from 0 to 1 already: {effect}. Keep one of them.",
            () => [model.RemoveActivation(context.Source, second), .. first.Origin.Foreign is null ? [model.RemoveActivation(context.Source, first)] : Array.Empty<Fix>()]);
    }

    // What the values come from, whoever else reads it.
    private static Node? Source(LayerGraph model, Node node)
    {
        var before = model.Before(node);
        while (before is not null && before.PassesValues())
        {
            before = model.Before(before);
        }
        return before;
    }

    private static bool Squeezes(Node node) => node.Layer is Softmax or Sigmoid;
}
