using System.Collections.Immutable;
using Nnet.Language.Data;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Regularization;
using Nnet.Language.Text;
using Nnet.Language.Training;

namespace Nnet.Language.Findings.Rules;

/// <summary>
/// Looks at whole models or train blocks for what no single layer can see. One class declares one finding and is found by
/// being there. A rule is silent where it is not sure: a false alarm costs more trust than a missed slip.
/// </summary>
public abstract class Rule
{
    /// <summary>What it finds.</summary>
    public abstract FindingKind Kind { get; }

    /// <summary>Reports what it finds in one version of a text.</summary>
    public abstract void Check(RuleContext context);
}

/// <summary>A rule about one complete model.</summary>
public abstract class ModelRule : Rule
{
    /// <inheritdoc/>
    public sealed override void Check(RuleContext context)
    {
        foreach (var model in context.Models.Where(model => model.IsComplete))
        {
            Check(context, model);
        }
    }

    /// <summary>Reports what it finds in a model.</summary>
    protected abstract void Check(RuleContext context, LayerGraph model);
}

/// <summary>A rule about one train block.</summary>
public abstract class TrainRule : Rule
{
    /// <inheritdoc/>
    public sealed override void Check(RuleContext context)
    {
        foreach (var train in context.Trains)
        {
            Check(context, train);
        }
    }

    /// <summary>Reports what it finds in a train block.</summary>
    protected abstract void Check(RuleContext context, TrainSpec train);
}

/// <summary>What rules see of one version of a text.</summary>
/// <param name="source">The text.</param>
/// <param name="models">Its models.</param>
/// <param name="data">Its data blocks.</param>
/// <param name="trains">Its train blocks.</param>
/// <param name="looks">What a look at each data block showed, by the block's name.</param>
/// <param name="report">Takes findings.</param>
public sealed class RuleContext(
    SourceText source,
    ImmutableArray<LayerGraph> models,
    ImmutableArray<DataSpec> data,
    ImmutableArray<TrainSpec> trains,
    ImmutableDictionary<string, DataLook> looks,
    Action<Finding> report)
{
    private static readonly ImmutableArray<Rule> s_rules =
    [
        .. typeof(Rule).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(Rule)))
            .Select(type => (Rule)Activator.CreateInstance(type)!)
            .OrderBy(rule => rule.Kind.Code, StringComparer.Ordinal),
    ];

    /// <summary>Every rule there is.</summary>
    public static ImmutableArray<Rule> Rules => s_rules;

    /// <summary>The text.</summary>
    public SourceText Source => source;

    /// <summary>Its models.</summary>
    public ImmutableArray<LayerGraph> Models => models;

    /// <summary>Its data blocks.</summary>
    public ImmutableArray<DataSpec> Data => data;

    /// <summary>Its train blocks.</summary>
    public ImmutableArray<TrainSpec> Trains => trains;

    /// <summary>What is known of the data, or null when nobody looked or it cannot be read.</summary>
    public DataFacts? FactsOf(DataSpec? spec) => spec is not null && looks.GetValueOrDefault(spec.Name) is DataLook.Seen seen ? seen.Facts : null;

    /// <summary>Reports a finding.</summary>
    public void Report(Finding finding) => report(finding);

    /// <summary>Runs every rule.</summary>
    public void CheckAll()
    {
        foreach (var rule in s_rules)
        {
            rule.Check(this);
        }
    }
}

/// <summary>Questions about graphs that several rules ask.</summary>
internal static class GraphQuestions
{
    /// <summary>The only node that reads <paramref name="node"/>, or null when there are several or none.</summary>
    public static Node? OnlyConsumer(this LayerGraph graph, Node node)
    {
        var consumers = graph.ConsumersOf(node);
        return consumers.Count == 1 && !graph.Outputs.Contains(node.Id) ? consumers[0] : null;
    }

    /// <summary>The node before, or null at an input or where branches join.</summary>
    public static Node? Before(this LayerGraph graph, Node node) => node.Inputs.Length == 1 ? graph.Nodes[node.Inputs[0]] : null;

    /// <summary>Whether the layer leaves every value as it is when the network is used: flatten, dropout and its like, identity.</summary>
    public static bool PassesValues(this Node node) => node.Layer is Flatten or Regularizer or Layers.Activations.Identity;

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

    /// <summary>The last node that changes values before the model's end: its output function or its last layer.</summary>
    public static Node? LastThatActs(this LayerGraph graph)
    {
        var last = graph.Output;
        while (last is not null && last.PassesValues())
        {
            last = graph.Before(last);
        }
        return last;
    }

    /// <summary>The layer with weights that the model's outputs come from, below output functions; or null.</summary>
    public static Node? Head(this LayerGraph graph)
    {
        var head = graph.Output;
        while (head is not null && (head.PassesValues() || head.Layer is Activation))
        {
            head = graph.Before(head);
        }
        return head;
    }

    /// <summary>Takes an output function away: its argument where it was written as one, its line otherwise.</summary>
    public static Fix RemoveActivation(this LayerGraph graph, SourceText source, Node activation)
        => graph.Before(activation) is { } before && before.Origin == activation.Origin && before.Call.Has(CommonArguments.Activation)
            ? Fixes.RemoveArgument($"Remove activation={activation.Layer.Name}", source, before.Call, CommonArguments.Activation)
            : Fixes.RemoveStep($"Remove {activation.Layer.Name}", source, activation.Origin.Span);
}
