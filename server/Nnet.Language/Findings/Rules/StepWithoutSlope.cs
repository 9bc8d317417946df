using Nnet.Language.Layers.Activations;
using Nnet.Language.Training;

namespace Nnet.Language.Findings.Rules;

/// <summary>A step function cuts layers off from the gradient.</summary>
public sealed class StepWithoutSlope : TrainRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("step-without-slope", Severity.Warning, "Nothing before a step is learnt",
        "A step is flat everywhere, so its slope is zero and no gradient comes through; weights before it stay as they began. The perceptron had a learning rule of its own for that.");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, TrainSpec train)
    {
        if (train.Model is not { IsComplete: true } model || !model.Nodes.Any(node => node.Layer is Step))
        {
            return;
        }
        // Backwards: a node is reached when a way from it to the output has no step.
        var reached = new bool[model.Nodes.Length];
        for (var id = model.Nodes.Length - 1; id >= 0; id--)
        {
            var node = model.Nodes[id];
            if (node == model.Output)
            {
                reached[id] = true;
            }
            if (reached[id] && node.Layer is not Step)
            {
                foreach (var input in node.Inputs)
                {
                    reached[input] = true;
                }
            }
        }
        // Forwards: a node is cut off when something that would learn stands before it and no way leads from there.
        var stuck = model.Nodes.Sum(node => !reached[node.Id] && node.Learns() ? node.Facts!.Parameters : 0);
        var cutsOff = new bool[model.Nodes.Length];
        foreach (var node in model.Nodes)
        {
            var before = node.Inputs.Any(id => cutsOff[id]);
            if (before && node.Layer is Step)
            {
                context.Report(Kind, model, node, new Problem(
                    node.Call.NameSpan,
                    $"step is flat everywhere, so no gradient comes through it: {stuck:#,0} parameters of {model.Name} stay as they began. sigmoid is a step with a slope.",
                    () => [node.ReplaceBy("sigmoid")]));
            }
            cutsOff[node.Id] = before || (!reached[node.Id] && node.Learns());
        }
    }
}
