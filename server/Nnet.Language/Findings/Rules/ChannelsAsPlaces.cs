using Nnet.Language.Graph;
using Nnet.Language.Layers.Sequences;
using Nnet.Language.Layers.Spatial;

namespace Nnet.Language.Findings.Rules;

/// <summary>A recurrent layer that reads the channels of a convolution as if they were places.</summary>
public sealed class ChannelsAsPlaces : LayerRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("channels-as-places", Severity.Warning, "Channels are read as places",
        "Convolutions give channels × length; a recurrent layer reads the first axis as places, one after the other. Channels have no order, and the places behind them are what should be read in turn.");

    /// <inheritdoc/>
    protected override bool IsAbout(Node node) => node.Layer is Recurrent;

    /// <inheritdoc/>
    protected override Problem? Look(RuleContext context, LayerGraph model, Node node)
    {
        for (var before = model.Before(node); before?.Facts!.Output.Shape is { IsSequence: false, Rank: 2 } shape; before = model.Before(before))
        {
            if (before.Layer is Convolution or Pool)
            {
                return new Problem(
                    node.Call.NameSpan,
                    $"{node.Layer.Name} reads {shape[0]} places with {shape[1]} features each, but they are the {shape[0]} channels that {before.Name} gives. `to_sequence` makes places of its {shape[1]} points.",
                    () => [Fixes.InsertStepBefore(context.Source, node.Call, "to_sequence")]);
            }
        }
        return null;
    }
}
