using Nnet.Language.Graph;
using Nnet.Language.Layers.Activations;

namespace Nnet.Language.Findings.Rules;

/// <summary>So many sigmoids in a row that no gradient comes through.</summary>
public sealed class DeepSquashing : ModelRule
{
    // Sigmoid's slope is a quarter at most; tanh's is one at zero, so that more of them are needed to lose as much.
    private const int MostSigmoids = 3;
    private const int MostTanhs = 9;

    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("deep-squashing", Severity.Warning, "Gradients fade behind many squashing layers",
        "The slope of sigmoid is a quarter at most, and tanh's falls to nothing where it saturates: each layer multiplies the gradient by it, and little reaches the first ones.");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, LayerGraph model)
    {
        Check(context, model, node => node.Layer is Sigmoid, MostSigmoids, count => $"each lets through a quarter of the gradient at most, all together less than {Math.Pow(0.25, count):0.#e-0} of it");
        Check(context, model, node => node.Layer is Tanh, MostTanhs, _ => "each flattens where its inputs leave ±2, and what is left of the gradient shrinks with every one");
    }

    private void Check(RuleContext context, LayerGraph model, Func<Node, bool> squashes, int most, Func<int, string> effect)
    {
        if (model.Nodes.Count(squashes) <= most)
        {
            return;
        }
        // The easiest way for the gradient counts: a skip goes round, and a normalisation brings values back to where the slope is steep.
        var depths = new int[model.Nodes.Length];
        Node? deepest = null;
        foreach (var node in model.Nodes)
        {
            var before = node.Inputs.IsEmpty || node.Normalizes() ? 0 : int.MaxValue;
            for (var i = 0; before > 0 && i < node.Inputs.Length; i++)
            {
                before = Math.Min(before, depths[node.Inputs[i]]);
            }
            depths[node.Id] = before + (squashes(node) && !model.Outputs.Contains(node.Id) ? 1 : 0);
            if (squashes(node) && depths[node.Id] > most && !model.IsGate(node) && (deepest is null || depths[node.Id] > depths[deepest.Id]))
            {
                deepest = node;
            }
        }
        if (deepest is null)
        {
            return;
        }
        var count = depths[deepest.Id];
        var name = deepest.Layer.Name;
        context.Report(Kind, model, deepest, new Problem(
            deepest.Call.NameSpan,
            $"This is the {count}{Ordinal(count)} {name} in a row without a normalisation or a skip between: {effect(count)}. Use relu in the hidden layers, or put batchnorm before them.",
            () => [UseRelu(model, squashes)]));
    }

    private static Fix UseRelu(LayerGraph model, Func<Node, bool> squashes)
        => new("Use relu in the hidden layers",
        [
            .. model.Nodes.Where(node => squashes(node) && node.Origin.Foreign is null && !model.Outputs.Contains(node.Id) && !model.IsGate(node))
                .Select(node => node.ReplaceBy("relu").Edits[0]).Distinct(),
        ]);

    private static string Ordinal(int count) => (count % 100 is >= 11 and <= 13 ? 0 : count % 10) switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" };
}
