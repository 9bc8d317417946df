using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Sequences;

namespace Nnet.Language.Layers.Normalization;

/// <summary>
/// A layer that normalises every sample for itself: the features of each place of a sequence, the features of a vector, or a whole
/// map with all its channels, as PyTorch's <c>LayerNorm([C, H, W])</c>.
/// </summary>
public abstract class FeatureNorm : Layer
{
    /// <summary>Whether a learned scale follows.</summary>
    public static readonly Argument<bool> Affine = Argument.Flag("affine", "Whether learned numbers scale the result.", true).Also("elementwise_affine", "scale");

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
        var normalized = shape.IsSequence ? Shape.Of(shape[^1]) : shape;
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
