using Nnet.Language.Graph;
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

/// <summary>A rule about one complete model. What it says follows from that model and its text alone.</summary>
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

/// <summary>
/// A rule about single layers in their places. A line of a block or a repetition stands for many nodes: it is reported
/// once, and only when every node that it makes has the problem, since mending the line would change them all.
/// </summary>
public abstract class LayerRule : ModelRule
{
    /// <inheritdoc/>
    protected sealed override void Check(RuleContext context, LayerGraph model)
    {
        // What nobody will be shown need not be put into words.
        var left = Analyzer.MaximalFindings + 1;
        foreach (var layer in model.WrittenLayers)
        {
            if (IsAbout(layer.First) && LookAtAll(context, model, layer) is { } problem)
            {
                context.Report(Kind, model, layer.First, problem);
                if (--left == 0)
                {
                    return;
                }
            }
        }
    }

    // What is wrong with the first, if something is wrong with each.
    private Problem? LookAtAll(RuleContext context, LayerGraph model, WrittenLayer layer)
    {
        Problem? first = null;
        for (var i = 0; i < layer.Count; i++)
        {
            if (Look(context, model, layer[i]) is not { } problem)
            {
                return null;
            }
            first ??= problem;
        }
        return first;
    }

    /// <summary>Whether the rule can have anything to say of a line: asked of the first node that it makes, once, since most lines are of another kind.</summary>
    protected abstract bool IsAbout(Node node);

    /// <summary>What is wrong with one node, or null.</summary>
    protected abstract Problem? Look(RuleContext context, LayerGraph model, Node node);
}

/// <summary>A rule about one train block. What it says follows from that block, its model, its data and the text alone.</summary>
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

/// <summary>A rule about an output of a model, its loss and its target. Of a training with several it sees each as if it were the only one.</summary>
public abstract class ObjectiveRule : TrainRule
{
    /// <inheritdoc/>
    protected sealed override void Check(RuleContext context, TrainSpec train)
    {
        Look(context, train);
        foreach (var objective in train.Objectives.Where(objective => !objective.IsMain))
        {
            Look(context, train.Only(objective));
        }
    }

    /// <summary>Reports what it finds in a train block, of which only the last line of its model counts.</summary>
    protected abstract void Look(RuleContext context, TrainSpec train);
}
