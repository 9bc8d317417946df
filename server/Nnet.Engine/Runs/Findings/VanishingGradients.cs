using Nnet.Language.Findings;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Activations;
using Nnet.Language.Text;

namespace Nnet.Engine.Runs.Findings;

/// <summary>Next to nothing of the gradient reaches the first layer, and nothing is learnt.</summary>
internal sealed class VanishingGradients : RunCheck
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("vanishing-gradients", Severity.Warning, "Gradients vanish",
        "Each layer multiplies the gradient by its slope; sigmoid's is 0.25 at most, so that little is left after a few layers.");

    /// <inheritdoc/>
    protected override int Order => 4;

    /// <inheritdoc/>
    public override Finding? Look(RunState run, IReadOnlyCollection<FindingKind> seen)
    {
        if (run.Epochs.Count < 2 || run.Lines.Count < 3 || !run.IsGoingBadly || !run.Epochs.TakeLast(2).All(IsVanishing))
        {
            return null;
        }
        var (first, last) = (run.Latest.Layers[0], run.Latest.Layers[^1]);
        var squashing = run.Spec.Model!.Nodes.Where(node => IsSquashing(node) && node != run.Spec.Model.Output).ToArray();
        var words = string.Join(" and ", squashing.Select(node => node.Layer.Name).Distinct());
        return Found(run.Lines[0].Span,
            $"The gradient of {first.Name} has norm {Number(first.GradientNorm)}, that of {last.Name} {Number(last.GradientNorm)}, {Number(last.GradientNorm / first.GradientNorm)} times as much: {first.Name} hardly learns. "
            + (squashing.Length > 0 ? $"Each of the {squashing.Length} {words} layers lets through a quarter of it or less. Use relu in them, or put batchnorm between." : "Put batchnorm between the layers, or take fewer of them."),
            squashing.Length > 0 ? [new Fix("Use relu in the hidden layers", [.. squashing.Select(node => UseRelu(run.Spec.Model, node))])] : []);
    }

    private static bool IsVanishing(Events.EpochDone epoch)
        => epoch.Layers[0].GradientNorm < 1e-4 && epoch.Layers[0].GradientNorm < 1e-3 * epoch.Layers[^1].GradientNorm;

    private static bool IsSquashing(Node node) => node.Layer is Sigmoid or Tanh;

    private static TextEdit UseRelu(LayerGraph graph, Node node)
    {
        // Written as `activation=sigmoid`, the word stands in the line of the layer before.
        var host = graph.Nodes[node.Inputs[0]];
        return new TextEdit(host.Origin.Span == node.Origin.Span ? host.Call.SpanOf(CommonArguments.Activation) : node.Call.NameSpan, "relu");
    }
}
