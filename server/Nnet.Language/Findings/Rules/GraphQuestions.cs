using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Activations;
using Nnet.Language.Layers.Joins;
using Nnet.Language.Layers.Normalization;
using Nnet.Language.Layers.Regularization;
using Nnet.Language.Layers.Spatial;
using Nnet.Language.Text;

namespace Nnet.Language.Findings.Rules;

/// <summary>Questions about graphs that several rules ask.</summary>
internal static class GraphQuestions
{
    /// <summary>The only node that reads <paramref name="node"/>, or null when there are several or none, or when the model returns it.</summary>
    public static Node? OnlyConsumer(this LayerGraph graph, Node node)
    {
        var consumers = graph.ConsumersOf(node);
        return consumers.Count == 1 && !graph.Outputs.Contains(node.Id) ? consumers[0] : null;
    }

    /// <summary>The node before, or null at an input or where branches join.</summary>
    public static Node? Before(this LayerGraph graph, Node node) => node.Inputs.Length == 1 ? graph.Nodes[node.Inputs[0]] : null;

    /// <summary>The nodes before: several where branches join.</summary>
    public static IEnumerable<Node> AllBefore(this LayerGraph graph, Node node) => node.Inputs.Select(id => graph.Nodes[id]);

    /// <summary>Whether the layer acts while training alone: dropout and noise.</summary>
    public static bool ActsInTrainingAlone(this Node node) => node.Layer is Regularizer;

    /// <summary>Whether the layer leaves every value as it is when the network is used, though perhaps elsewhere: flatten, dropout, identity.</summary>
    public static bool PassesValues(this Node node) => node.Layer is Flatten or Identity || node.ActsInTrainingAlone();

    /// <summary>Whether the layer brings values to one scale.</summary>
    public static bool Normalizes(this Node node) => node.Layer is BatchNorm or GroupNorm or InstanceNorm or FeatureNorm;

    /// <summary>Whether the layer is a weighted sum of what comes in, with weights that are learnt.</summary>
    public static bool IsWeightedSum(this Node node) => node.Layer is Dense or Convolution or ConvTranspose;

    /// <summary>Whether the layer makes one value of several neighbours, channel by channel.</summary>
    public static bool Pools(this Node node) => node.Layer is Pool or GlobalPool or AdaptivePool;

    /// <summary>Whether training changes anything in this layer.</summary>
    public static bool Learns(this Node node) => node.Facts!.Weights.Any(weight => !weight.IsFrozen);

    /// <summary>The next node that changes values, along a way without branches; or null.</summary>
    public static Node? NextThatActs(this LayerGraph graph, Node node)
    {
        var next = graph.OnlyConsumer(node);
        while (next is not null && next.PassesValues())
        {
            next = graph.OnlyConsumer(next);
        }
        return next;
    }

    /// <summary>The last node that changes values before the model's end: its output function or its last layer. Null where branches join there.</summary>
    public static Node? LastThatActs(this LayerGraph graph)
    {
        var last = graph.Output;
        while (last is not null && last.PassesValues())
        {
            last = graph.Before(last);
        }
        return last;
    }

    /// <summary>The layer that decides how many outputs there are: below output functions and pools. Null where branches join before one was found.</summary>
    public static Node? Head(this LayerGraph graph)
    {
        var head = graph.Output;
        while (head is not null && (head.PassesValues() || head.Layer is Activation || head.Pools()))
        {
            head = graph.Before(head);
        }
        return head?.Layer is Join ? null : head;
    }

    /// <summary>The argument that gives how many values the layer makes, or null.</summary>
    public static Argument? Width(this Node node) => node.Layer switch
    {
        Dense => Dense.Units,
        Conv => Conv.Filters,
        ConvTranspose => ConvTranspose.Filters,
        _ => null,
    };

    /// <summary>Everything that comes to <paramref name="node"/>, the nearest first; without itself.</summary>
    public static IEnumerable<Node> Ancestors(this LayerGraph graph, Node node)
    {
        // Inputs of a node stand before it, so going down the list meets every node after all that read it.
        var wanted = new bool[node.Id + 1];
        wanted[node.Id] = true;
        for (var id = node.Id; id >= 0; id--)
        {
            if (!wanted[id])
            {
                continue;
            }
            foreach (var input in graph.Nodes[id].Inputs)
            {
                wanted[input] = true;
            }
            if (id != node.Id)
            {
                yield return graph.Nodes[id];
            }
        }
    }

    /// <summary>Where a node is written, in words: <c>line 3</c>, <c>line 3 of blocks.nnet</c>.</summary>
    public static string LineOf(this RuleContext context, Node node)
        => $"line {context.LineOf(node.Origin) + 1}{(node.Origin.Foreign is { } foreign ? $" of {(foreign.Path is { } path ? System.IO.Path.GetFileName(path) : "another file")}" : "")}";

    /// <summary>The named scheme that <c>init=</c> gives, or null: <c>he_normal</c>.</summary>
    public static string? InitScheme(this Node node)
        => node.Call.Has(CommonArguments.Init) && node.Get(CommonArguments.Init) is { } scheme && scheme.Name.Contains('_', StringComparison.Ordinal) ? scheme.Name : null;

    /// <summary>Whether an activation scales another way: its values are multiplied with those of another path, as in squeeze-and-excitation.</summary>
    public static bool IsGate(this LayerGraph graph, Node activation) => graph.ConsumersOf(activation) is [{ Layer: Multiply }];

    /// <summary>The argument of an optimizer that keeps weights small, or null.</summary>
    public static Argument<double>? WeightDecay(this Training.Optimizer optimizer) => optimizer.Arguments.FirstOrDefault(argument => argument.Name == "weight_decay") as Argument<double>;

    /// <summary>Takes an output function away: its argument where it was written as one, its line otherwise.</summary>
    public static Fix RemoveActivation(this LayerGraph graph, SourceText source, Node activation)
        => graph.Host(activation) is { } host
            ? Fixes.RemoveArgument($"Remove activation={activation.Layer.Name}", source, host.Call, CommonArguments.Activation)
            : Fixes.RemoveStep($"Remove {activation.Layer.Name}", source, activation.Origin.Span);

    /// <summary>Puts another activation in the place of this one.</summary>
    public static Fix ReplaceBy(this Node activation, string other)
        => Fixes.Replace($"Change {activation.Layer.Name} to {other}", activation.Call.NameSpan, other);

    /// <summary>The layer whose <c>activation=</c> an activation was written as, or null where it has a line of its own.</summary>
    public static Node? Host(this LayerGraph graph, Node activation)
        => graph.Before(activation) is { } before && before.Origin == activation.Origin && before.Call.Has(CommonArguments.Activation) ? before : null;
}
