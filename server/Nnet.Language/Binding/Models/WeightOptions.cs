using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;
using Nnet.Language.Layers;

namespace Nnet.Language.Binding.Models;

/// <summary>Carries out what every layer with weights takes: <c>init=</c>, <c>freeze=</c>, <c>lr=</c> and <c>tie=</c>, all but the first also for the blocks that it stands in.</summary>
internal static class WeightOptions
{
    /// <summary>The facts of a layer as its options change them.</summary>
    /// <param name="call">The layer.</param>
    /// <param name="facts">What it inferred.</param>
    /// <param name="frame">The block that it stands in, or the model.</param>
    /// <param name="nodes">The nodes before it.</param>
    /// <param name="report">Takes findings.</param>
    public static LayerFacts Apply(Call call, LayerFacts facts, Frame frame, IReadOnlyList<Node> nodes, Action<Finding> report)
    {
        if (facts.Weights.IsEmpty)
        {
            return facts;
        }
        if (frame.IsFrozen || frame.RateFactor != 1 || call.Get(CommonArguments.Freeze) || call.Get(CommonArguments.Rate) != 1)
        {
            var (frozen, factor) = (frame.IsFrozen || call.Get(CommonArguments.Freeze), frame.RateFactor * call.Get(CommonArguments.Rate));
            facts = facts with { Weights = [.. facts.Weights.Select(weight => weight with { IsFrozen = frozen || factor == 0, RateFactor = factor })] };
        }
        if (frame.Shared is { } shared)
        {
            facts = TieCalls(call, facts, shared, nodes);
        }
        if (call.Values.IsEmpty)
        {
            return facts;
        }
        if (call.Get(CommonArguments.Init) is { } scheme)
        {
            facts = facts with { Weights = [.. facts.Weights.Select(weight => weight.Initial is Initializer.Automatic automatic ? weight with { Initial = scheme.Make(automatic.FanIn, automatic.FanOut) } : weight)] };
        }
        return call.Get(CommonArguments.Tie) is { } tied && tied < nodes.Count && nodes[tied].Facts is { } theirs ? Tie(call, facts, nodes[tied], theirs, report) : facts;
    }

    private static LayerFacts TieCalls(Call call, LayerFacts facts, SharedCall shared, IReadOnlyList<Node> nodes)
    {
        if (shared.OwnerOf(nodes) is not { } owner || !ReferenceEquals(owner.Layer, call.Definition) || owner.Facts is not { } theirs)
        {
            shared.Report($"The calls make different layers, so that they cannot share weights: there is no {call.Definition.Name} at its place in the other one.");
            return facts;
        }
        for (var i = 0; i < facts.Weights.Length; i++)
        {
            if (i >= theirs.Weights.Length || theirs.Weights[i].Name != facts.Weights[i].Name || !theirs.Weights[i].Shape.Equals(facts.Weights[i].Shape))
            {
                var other = i < theirs.Weights.Length && theirs.Weights[i].Name == facts.Weights[i].Name ? $"is {theirs.Weights[i].Shape}" : "does not exist";
                shared.Report($"The {facts.Weights[i].Name} of {owner.Name} {other}, but here {call.Definition.Name} wants {facts.Weights[i].Shape}: they cannot be the same numbers.");
                return facts;
            }
        }
        return facts with { Weights = [.. facts.Weights.Select((weight, i) => Shared(weight, theirs.Weights[i], owner))] };
    }

    private static Weight Shared(Weight weight, Weight theirs, Node owner)
        => weight with { TiedTo = theirs.TiedTo ?? owner.Id, IsFrozen = theirs.IsFrozen, RateFactor = theirs.RateFactor };

    private static LayerFacts Tie(Call call, LayerFacts facts, Node owner, LayerFacts theirs, Action<Finding> report)
    {
        var weights = facts.Weights.ToBuilder();
        var shared = 0;
        for (var i = 0; i < weights.Count; i++)
        {
            if (theirs.Weights.FirstOrDefault(weight => weight.Name == weights[i].Name) is not { } other)
            {
                continue;
            }
            if (!other.Shape.Equals(weights[i].Shape))
            {
                report(new Finding(BindingFindings.TieDiffers, call.SpanOf(CommonArguments.Tie), $"The {other.Name} of {owner.Name} is {other.Shape}, but {call.Definition.Name} wants {weights[i].Shape}: they cannot be the same numbers."));
                return facts;
            }
            weights[i] = Shared(weights[i], other, owner);
            shared++;
        }
        if (shared == 0)
        {
            report(new Finding(BindingFindings.TieDiffers, call.SpanOf(CommonArguments.Tie), $"{owner.Name} has no weights that {call.Definition.Name} could share{(theirs.Weights.IsEmpty ? "" : $": it has {string.Join(", ", theirs.Weights.Select(weight => weight.Name))}")}."));
        }
        return facts with { Weights = weights.ToImmutable() };
    }
}
