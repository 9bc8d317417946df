using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Sequences;

namespace Nnet.Language.Layers.Normalization;

/// <summary>
/// A layer that normalises every sample for itself: the features of each place of a sequence, the features of a vector, or a whole
/// map with all its channels, as PyTorch's <c>LayerNorm([C, H, W])</c>; or of maps the channels of each place, as ConvNeXt does.
/// </summary>
public abstract class FeatureNorm : Layer
{
    /// <summary>Whether a learned scale follows.</summary>
    public static readonly Argument<bool> Affine = Argument.Flag("affine", "Whether learned numbers scale the result.", true).Also("elementwise_affine", "scale");

    /// <summary>What of maps is brought to one mean and variance.</summary>
    public static readonly Argument<string> Over = Argument.Word("over", "What is normalised together of maps such as 64×8×8: all of a sample, or the channels of each place by themselves. Of sequences and vectors it is always the features.", ["all", "channels"], "all");

    /// <summary>Whether the channels of each place are normalised by themselves.</summary>
    /// <param name="call">The layer with its arguments.</param>
    /// <param name="shape">Its input.</param>
    public static bool IsByPlace(Call call, Shape shape) => !shape.IsSequence && shape.Rank > 1 && call.Get(Over) == "channels";

    /// <summary>Whether, with the scale, a learned constant is added.</summary>
    private protected virtual bool HasBias(LayerSite site) => false;

    /// <inheritdoc/>
    public sealed override LayerFacts? Infer(LayerSite site)
    {
        if (!SequenceInput.HasQuantities(site))
        {
            return null;
        }
        var shape = site.Input.Shape;
        var normalized = shape.IsSequence ? Shape.Of(shape[^1]) : IsByPlace(site.Call, shape) ? Shape.Of(shape[0]) : shape;
        var facts = new LayerFacts(new TensorType(shape));
        if (!site.Get(Affine))
        {
            return facts;
        }
        var bias = HasBias(site);
        var weights = ChannelNorm.ScaleAndShift(normalized);
        return facts with
        {
            Weights = bias ? weights : weights[..1],
            ParameterArithmetic = (bias ? "2·" : "") + string.Join('·', normalized.Axes),
        };
    }
}
