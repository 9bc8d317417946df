using System.Collections.Immutable;
using Nnet.Engine.Layers;
using Nnet.Language.Graph;
using Nnet.Language.Layers;

namespace Nnet.Engine.Compilation;

/// <summary>The order in which layers are computed: the graph's, but for exchanges that give the same numbers sooner.</summary>
internal static class Schedule
{
    /// <summary>The layers that some outputs depend on, with their inputs as they are computed, and the outputs; ids stay the graph's.</summary>
    public static (ImmutableArray<Node> Nodes, ImmutableArray<Head> Heads) Of(LayerGraph graph, ImmutableArray<Head> heads)
    {
        var needed = heads.Select(head => head.Node).ToHashSet();
        foreach (var node in graph.Nodes.Reverse().Where(node => needed.Contains(node.Id)))
        {
            needed.UnionWith(node.Inputs);
        }
        var nodes = graph.Nodes.Where(node => needed.Contains(node.Id)).ToArray();
        for (var i = 0; i + 1 < nodes.Length; i++)
        {
            var (function, pool) = (nodes[i], nodes[i + 1]);
            if (function.Layer is Input || pool.Layer is Input
                || !LayerEngines.Of(function.Layer).KeepsOrder || !LayerEngines.Of(pool.Layer).PicksGreatest
                || !pool.Inputs.SequenceEqual([function.Id]) || nodes.Count(node => node.Inputs.Contains(function.Id)) > 1 || heads.Any(head => head.Node == function.Id))
            {
                continue;
            }
            // relu, maxpool → maxpool, relu: the same numbers and gradients, with relu on a quarter of them.
            nodes[i] = pool with { Inputs = function.Inputs };
            nodes[i + 1] = function with { Inputs = [pool.Id], Facts = function.Facts! with { Output = pool.Facts!.Output } };
            for (var reader = i + 2; reader < nodes.Length; reader++)
            {
                nodes[reader] = nodes[reader] with { Inputs = [.. nodes[reader].Inputs.Select(id => id == pool.Id ? function.Id : id)] };
            }
            heads = [.. heads.Select(head => head.Node == pool.Id ? head with { Node = function.Id } : head)];
        }
        return ([.. nodes], heads);
    }
}
