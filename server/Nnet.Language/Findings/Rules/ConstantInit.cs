using Nnet.Language.Graph;
using Nnet.Language.Layers;

namespace Nnet.Language.Findings.Rules;

/// <summary>A hidden layer whose units all begin alike.</summary>
public sealed class ConstantInit : LayerRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("constant-init", Severity.Warning, "All weights start alike",
        "Units that start with the same weights compute the same and change alike: a hidden layer of them says no more than a single unit, and zeros pass nothing on at all.");

    /// <inheritdoc/>
    protected override bool IsAbout(Node node) => node.IsWeightedSum() && node.Call.Has(CommonArguments.Init);

    /// <inheritdoc/>
    protected override Problem? Look(RuleContext context, LayerGraph model, Node node)
    {
        if (node.Facts!.Weights.FirstOrDefault(weight => weight is { Initial: Initializer.Constant, IsFrozen: false, TiedTo: null } && weight.Shape.Rank > 1 && weight.Shape[0] > 1) is not { Initial: Initializer.Constant initial }
            || !IsHidden(model, node))
        {
            return null;
        }
        return new Problem(
            node.Call.SpanOf(CommonArguments.Init),
            initial.Value == 0
                ? $"All weights of this {node.Layer.Name} start at 0, so whatever comes in it gives the same, and no gradient passes to the layers before. Random weights tell its units apart."
                : $"All weights of this {node.Layer.Name} start at {initial.Value:0.####}, so its units compute the same and change alike: together they are one. Random weights tell them apart.",
            () => [Fixes.RemoveArgument("Remove init", context.Source, node.Call, CommonArguments.Init)]);
    }

    // A last layer may start with zeros, since every output has a target of its own; so may the end of a path that is added to others.
    private static bool IsHidden(LayerGraph model, Node node)
    {
        var next = model.NextThatActs(node);
        while (next is not null && (next.Layer is Activation || next.Normalizes() || next.Pools()))
        {
            next = model.NextThatActs(next);
        }
        return next is not null && next.IsWeightedSum();
    }
}
