using System.Collections.Immutable;
using Nnet.Engine.Runs.Events;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Activations;
using Nnet.Language.Text;

namespace Nnet.Engine.Runs;

/// <summary>The lines of a model as people wrote them: <c>dense 8 activation=relu</c> is two nodes and one line.</summary>
public static class ModelLines
{
    /// <summary>Every line but the input's.</summary>
    public static ImmutableArray<LayerLine> Of(SourceText source, LayerGraph graph) =>
    [
        .. graph.Nodes.Where(node => node.Layer is not Input).GroupBy(node => node.Origin.Span).Select(nodes => new LayerLine(
            nodes.First().Origin.Here.LineIn(source) + 1,
            nodes.First().Name,
            nodes.First().Layer.Name,
            nodes.Last().Facts!.Output.Shape.ToString(),
            nodes.Sum(node => node.Facts!.Parameters))),
    ];

    /// <summary>The lines that learn, first to last.</summary>
    public static ImmutableArray<LearningLine> Learning(LayerGraph graph) =>
    [
        .. graph.Nodes.Where(node => node.Facts!.Parameters > node.Facts.FrozenParameters).Select(node => new LearningLine(node, Behind<Relu>(graph, node), Behind<Sigmoid>(graph, node) ?? Behind<Tanh>(graph, node))),
    ];

    // The activation of that kind that the node's values meet before the next line that learns: on its own line or on one of the next.
    private static Node? Behind<TActivation>(LayerGraph graph, Node node)
        where TActivation : Activation
    {
        while (graph.ConsumersOf(node).ToArray() is [var next] && next.Facts!.Parameters == 0)
        {
            if (next.Layer is TActivation)
            {
                return next;
            }
            node = next;
        }
        return null;
    }
}

/// <summary>A line that learns.</summary>
/// <param name="Node">The node with the parameters.</param>
/// <param name="Relu">The relu that its values meet, or null.</param>
/// <param name="Squashing">The sigmoid or tanh that they meet, or null.</param>
public sealed record LearningLine(Node Node, Node? Relu, Node? Squashing)
{
    /// <summary>Where it is written.</summary>
    public Span Span => Node.Origin.Span;

    /// <summary>The node whose values are what the whole line gives: of <c>dense 8 activation=relu</c> the relu.</summary>
    public Node GivenBy(LayerGraph graph)
    {
        var giver = Node;
        while (graph.ConsumersOf(giver) is [var next] && next.Origin.Span == Node.Origin.Span && next.Facts!.Parameters == 0)
        {
            giver = next;
        }
        return giver;
    }
}
