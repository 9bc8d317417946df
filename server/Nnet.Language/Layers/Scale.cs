using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Spatial;

namespace Nnet.Language.Layers;

/// <summary>Multiplies by learned numbers (LayerScale: Touvron et al. 2021; ReZero: Bachlechner et al. 2021).</summary>
public sealed class Scale : Layer
{
    /// <summary>Whether each channel learns a factor of its own.</summary>
    public static readonly Argument<bool> PerChannel = Argument.Flag("per_channel", "Whether each channel or feature learns a factor of its own; otherwise there is one.", true);

    /// <inheritdoc/>
    public override string Name => "scale";

    /// <inheritdoc/>
    public override string Summary => "Multiplies each channel or feature by a learned number, 1 at first.";

    /// <inheritdoc/>
    public override string? Formula => "y = γ ⊙ x";

    /// <inheritdoc/>
    public override string? Advice => "At the end of a residual with `init=1e-4`, so that deep networks begin near the identity.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["LayerScale", "layer_scale", "gamma"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [PerChannel, .. CommonArguments.OfWeights];

    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site)
    {
        var shape = site.Input.Shape;
        var factors = site.Get(PerChannel) ? Maps.ChannelsOf(shape) : 1;
        return new LayerFacts(new TensorType(shape))
        {
            Weights = [new Weight("weight", Shape.Of(factors), new Initializer.Automatic(factors, factors) { Usual = new Initializer.Constant(1) })],
            ParameterArithmetic = $"{factors}",
        };
    }
}
