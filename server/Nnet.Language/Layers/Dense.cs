using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Sequences;
using Nnet.Language.Layers.Shaping;

namespace Nnet.Language.Layers;

/// <summary>Every output is a weighted sum of every input: y = Wx + b.</summary>
public sealed class Dense : Layer
{
    /// <summary>Number of outputs.</summary>
    public static readonly Argument<int> Units = Argument.Integer("units", "Number of outputs (neurons).", min: 1, positional: true).Also("out_features", "output_dim", "neurons", "size");

    /// <summary>Function applied to the outputs.</summary>
    public static readonly Argument<Activation?> Activation = CommonArguments.Activation;

    /// <summary>Whether a bias is added.</summary>
    public static readonly Argument<bool> Bias = Argument.Flag("bias", "Whether a learned constant is added to each output.", true).Also("use_bias");

    /// <inheritdoc/>
    public override string Name => "dense";

    /// <inheritdoc/>
    public override string Summary => "A fully connected layer: every output is a weighted sum of every input; in a sequence, at each place alike.";

    /// <inheritdoc/>
    public override string? Formula => "y = W·x + b        W: units × inputs,  b: units";

    /// <inheritdoc/>
    public override string? Advice => "For tables, and as the head of a network; put an activation behind it, or two of them collapse into one.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["Linear", "Dense", "fc", "fully_connected", "LazyLinear", "InnerProduct", "Gemm"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Units, Activation, Bias, .. CommonArguments.OfWeights];

    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site)
    {
        var shape = site.Input.Shape;
        if (shape.Rank != 1 && !shape.IsSequence)
        {
            if (!shape.Names.IsEmpty)
            {
                ReportPermuted(site);
                return null;
            }
            // The mean of a single map tells too little.
            var steps = shape[0] > 1 ? new[] { "flatten", "globalavgpool" } : ["flatten"];
            site.Report(LayerFindings.NeedsVector, $"dense needs a vector, but it gets {shape}: put `{steps[0]}` before it.", fixes: [.. steps.Select(step => Fixes.InsertStepBefore(site.Source, site.Call, step))]);
            return null;
        }
        if (!SequenceInput.HasQuantities(site))
        {
            return null;
        }
        var (inputs, units) = (shape[^1], site.Get(Units));
        var output = shape.WithLast(units);
        if (!LayerLimits.Allows(site, Shape.Of(units, inputs)) || !LayerLimits.Allows(site, output))
        {
            return null;
        }
        var weight = new Weight("weight", Shape.Of(units, inputs), new Initializer.Automatic(inputs, units));
        var bias = site.Get(Bias);
        return new LayerFacts(new TensorType(output))
        {
            Weights = bias ? [weight, new Weight("bias", Shape.Of(units), new Initializer.Constant(0))] : [weight],
            Macs = shape.Count * units,
            ParameterArithmetic = bias ? $"{units}·{inputs} + {units}" : $"{units}·{inputs}",
        };
    }

    // Whoever permutes a sequence wants the layer to act along the axis that is the last one now.
    private static void ReportPermuted(LayerSite site)
    {
        var permute = site.Before.FirstOrDefault(node => node.Layer is Permute);
        var order = permute?.Get(Permute.Order).WithFirst("channels");
        site.Report(
            LayerFindings.NeedsVector,
            $"dense sums over the last axis of a vector or a sequence; {site.Input.Shape.ToNamedString()} is no sequence, since its first axis has no name. Write {(order is null ? "it where the axes are put into order" : $"`permute {order}`")}, so that dense acts at each channel alike.",
            fixes: order is null ? [] : [Fixes.SetArgument(permute!.Call, Permute.Order, $"{order}")]);
    }
}
