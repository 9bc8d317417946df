using System.Collections.Immutable;
using Nnet.Engine.Runs.Events;
using Nnet.Language.Findings;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Activations;
using Nnet.Language.Layers.Normalization;
using Nnet.Language.Text;

namespace Nnet.Engine.Runs.Findings;

/// <summary>Next to nothing of the gradient reaches the first layer, and nothing is learnt.</summary>
internal sealed class VanishingGradients : RunCheck
{
    /// <inheritdoc/>
    public override FindingKind Kind => RunFindings.VanishingGradients;

    /// <inheritdoc/>
    protected override int Order => 60;

    /// <inheritdoc/>
    protected override ImmutableArray<Type> Causes => [typeof(Diverging), typeof(HighFirstLoss), typeof(DeadRelus), typeof(Saturated), typeof(StrongDropout)];

    /// <inheritdoc/>
    protected override Finding? Look(RunState run)
    {
        if (run.Epochs.Count < 2 || run.Lines.Count < 3 || !run.IsGoingBadly)
        {
            return null;
        }
        // What batchnorm divides by their size again has a short gradient without being ill.
        var at = run.Lines.TakeWhile(line => run.Spec.Model!.ConsumersOf(line.Node).Any(next => next.Layer is BatchNorm)).Count();
        if (at > run.Lines.Count - 2 || !run.Epochs.TakeLast(2).All(epoch => IsVanishing(epoch.Layers[at], epoch.Layers[^1])))
        {
            return null;
        }
        var (first, last) = (run.Latest.Layers[at], run.Latest.Layers[^1]);
        var squashing = run.Spec.Model!.Nodes.Where(node => IsSquashing(node) && node != run.Spec.Model.Output).ToArray();
        var words = string.Join(" and ", squashing.Select(node => node.Layer.Name).Distinct());
        var ratio = first.GradientNorm > 0 ? $"{Number(last.GradientNorm / first.GradientNorm)} times as much" : "and nothing of it comes through";
        var saw = $"The gradient of {first.Name} has norm {Number(first.GradientNorm)}, that of {last.Name} {Number(last.GradientNorm)}, {ratio}: {first.Name} hardly learns. ";
        if (RateIsUnusual(run))
        {
            return Found(OptimizerLine(run), saw + $"Steps at lr={Number(LearningRate(run))} have pushed its units to where their slope is flat. Take a lower rate.", LowerRate(run));
        }
        return Found(run.Lines[at].Span,
            saw
            + (squashing.Length > 0 ? $"Each of the {squashing.Length} {words} layers lets through a quarter of it or less. Use relu in them, or put batchnorm between." : "Put batchnorm between the layers, or take fewer of them."),
            squashing.Length > 0 ? [new Fix("Use relu in the hidden layers", [.. squashing.Select(node => UseRelu(run.Spec.Model, node))])] : []);
    }

    private static bool IsVanishing(LayerHealth first, LayerHealth last) => first.GradientNorm < 1e-4 && first.GradientNorm < 1e-3 * last.GradientNorm;

    private static bool IsSquashing(Node node) => node.Layer is Sigmoid or Tanh;

    private static TextEdit UseRelu(LayerGraph graph, Node node)
    {
        // Written as `activation=sigmoid`, the word stands in the line of the layer before.
        var host = graph.Nodes[node.Inputs[0]];
        return new TextEdit(host.Origin.Span == node.Origin.Span ? host.Call.SpanOf(CommonArguments.Activation) : node.Call.NameSpan, "relu");
    }
}
