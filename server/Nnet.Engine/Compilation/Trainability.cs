using Nnet.Engine.Layers;
using Nnet.Language.Graph;

namespace Nnet.Engine.Compilation;

/// <summary>What of the language this engine cannot train: the one place that says no, so that nothing is silently left out.</summary>
internal static class Trainability
{
    /// <summary>Looks for the first thing in a complete model that cannot be trained.</summary>
    /// <exception cref="UntrainableException">There is one.</exception>
    public static void Check(LayerGraph graph)
    {
        foreach (var node in graph.Nodes)
        {
            if (Obstacle(graph, node) is { } what)
            {
                throw new UntrainableException(node, what);
            }
        }
    }

    private static string? Obstacle(LayerGraph graph, Node node)
    {
        var name = node.Layer.Name;
        if (node.Layer is Language.Layers.Input)
        {
            return graph.Inputs.First() == node ? null : $"A model with a second input, {node.Name},";
        }
        if (graph.Outputs.Contains(node.Id) && graph.Output != node)
        {
            return $"A model with an output beside its last line, {node.Name},";
        }
        if (LayerEngines.Find(node.Layer) is not { } engine)
        {
            return name;
        }
        var weights = node.Facts!.Weights;
        if (!engine.TakesSequences && node.Inputs.Select(id => graph.Nodes[id].Facts!.Output.Shape).FirstOrDefault(shape => shape is { IsSequence: true, Rank: > 1 }) is { } sequence)
        {
            return $"{name} of a sequence such as {sequence.ToNamedString()}";
        }
        return engine.Refuses(node)
            ?? (weights.FirstOrDefault(weight => weight.TiedTo is not null) is { TiedTo: { } other } ? $"{name} with the weights of {graph.Nodes[other].Name}" : null);
    }
}
