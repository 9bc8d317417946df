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
        return LayerEngines.Find(node.Layer) is null ? name : null;
    }
}
