using Nnet.Engine.Layers;
using Nnet.Language.Graph;
using Nnet.Language.Layers;

namespace Nnet.Engine.Compilation;

/// <summary>What of the language this engine cannot train: the one place that says no, so that nothing is silently left out.</summary>
internal static class Trainability
{
    /// <summary>Looks for the first thing in a complete model that cannot be trained.</summary>
    /// <exception cref="UntrainableException">There is one.</exception>
    public static void Check(LayerGraph graph)
    {
        if (graph.Nodes.FirstOrDefault(node => node.Layer is not Input && LayerEngines.Find(node.Layer) is null) is { } unknown)
        {
            throw new UntrainableException(unknown, unknown.Layer.Name);
        }
    }
}
