using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Spatial;

namespace Nnet.Language.Findings.Rules;

/// <summary>One dense layer behind flatten holds nearly all parameters.</summary>
public sealed class HeavyDense : ModelRule
{
    private const double Most = 0.8;
    private const long Least = 1_000_000;

    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("heavy-dense", Severity.Hint, "One dense layer holds most parameters",
        "A dense layer on flattened maps has a weight for every place of every channel; averaging each channel first keeps what was found and drops where (Lin et al. 2014).");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, LayerGraph model)
    {
        var all = model.Parameters;
        foreach (var dense in model.Nodes.Where(node => node.Layer is Dense && node.Facts!.Parameters > Math.Max(Least, Most * all)))
        {
            if (FlattenBefore(model, dense) is not { } flatten || model.Before(flatten) is not { } maps || !model.Ancestors(flatten).Any(node => node.Layer is Convolution))
            {
                continue;
            }
            var shape = maps.Facts!.Output.Shape;
            var units = dense.Facts!.Output.Shape[0];
            context.Report(Kind, model, dense, new Problem(
                dense.Call.NameSpan,
                $"This dense holds {dense.Facts.Parameters:#,0} of {all:#,0} parameters ({(double)dense.Facts.Parameters / all:0%}), a weight for each of the {shape} = {shape.Count:#,0} numbers before it. With globalavgpool instead of flatten it needs {((long)shape[0] + 1) * units:#,0}.",
                () => flatten.Origin.Foreign is null ? [Fixes.Replace("Change flatten to globalavgpool", flatten.Call.NameSpan, "globalavgpool")] : []));
        }
    }

    private static Node? FlattenBefore(LayerGraph model, Node dense)
    {
        var node = model.Before(dense);
        while (node is not null && node.Layer is not Flatten && node.PassesValues())
        {
            node = model.Before(node);
        }
        return node?.Layer is Flatten && model.Before(node)?.Facts!.Output.Shape is { Rank: >= 2, IsSequence: false } maps && maps.Count > maps[0] ? node : null;
    }
}
