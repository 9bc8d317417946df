using Nnet.Language.Graph;
using Nnet.Language.Layers.Joins;
using Nnet.Language.Layers.Sequences;

namespace Nnet.Language.Findings.Rules;

/// <summary>Attention over places that nothing tells apart.</summary>
public sealed class AttentionWithoutPosition : ModelRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("attention-without-position", Severity.Warning, "Attention does not know the order",
        "Attention sums over places and gives the same for any order of them: without a position added, a sentence is a bag of words and a picture a heap of patches (Vaswani et al. 2017).");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, LayerGraph model)
    {
        if (!model.Nodes.Any(node => node.Layer is Attention))
        {
            return;
        }
        // For every node: the layer that made places out of something without telling them apart, while nothing has since.
        var source = new Node?[model.Nodes.Length];
        var embeds = new bool[model.Nodes.Length];
        foreach (var node in model.Nodes)
        {
            var before = node.Inputs.Select(id => source[id]).OfType<Node>().FirstOrDefault();
            embeds[node.Id] = node.Layer is Embedding || node.Inputs.Any(id => embeds[id]);
            source[node.Id] = node switch
            {
                { Layer: Embedding } => node,
                { Layer: ToSequence } => model.Ancestors(node).Any(Overlaps) ? null : node,
                { Layer: Position or Recurrent } => null,
                { Layer: Attention } when Turns(node) => null,
                // Positions may be embedded by themselves and added.
                { Layer: Join } when node.Inputs.Count(id => embeds[id]) > 1 && node.Inputs.Count(id => source[id]?.Layer is Embedding) == node.Inputs.Count(id => embeds[id]) && node.Inputs.Select(id => source[id]).Distinct().Count() > 1 => null,
                { Layer: Join } when node.Inputs.Any(id => source[id] is null && embeds[id]) => null,
                _ when Overlaps(node) => null,
                _ => before,
            };
            if (node.Layer is Attention && !Turns(node) && before is { } origin)
            {
                context.Report(Kind, model, node, new Problem(
                    node.Call.NameSpan,
                    $"Nothing between the {origin.Layer.Name} of {context.LineOf(origin)} and this attention tells the places apart, and attention gives the same for any order of them. Add `position` behind the {origin.Layer.Name}, or say `rotary=10000`.",
                    () => origin.Origin.Foreign is null ? [Fixes.InsertStepAfter(context.Source, origin.Call, "position learned")] : []));
            }
        }
    }

    // Rotary positions are in the attention itself.
    private static bool Turns(Node node) => node.Get(Attention.Rotary) is not null;

    // A window that sees neighbours together knows their order.
    private static bool Overlaps(Node node) => node.Facts!.Window?.Axes.Any(axis => axis.Reach > axis.Stride) == true;
}
