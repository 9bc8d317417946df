using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Spatial;

namespace Nnet.Language.Layers.Activations;

/// <summary>A leaky relu that learns its slope (He et al. 2015).</summary>
public sealed class PRelu : Activation
{
    /// <summary>Whether each channel learns a slope of its own.</summary>
    public static readonly Argument<bool> PerChannel = Argument.Flag("per_channel", "Whether each channel learns a slope of its own.", false);

    /// <summary>Slope at the beginning, as in the paper.</summary>
    public const double InitialSlope = 0.25;

    /// <inheritdoc/>
    public override string Name => "prelu";

    /// <inheritdoc/>
    public override string Summary => "A leaky relu that learns its slope.";

    /// <inheritdoc/>
    public override string? Formula => "f(x) = x if x > 0 else a·x        a is learned, 0.25 at first";

    /// <inheritdoc/>
    public override string? Advice => "In large image networks; one parameter, or one per channel.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["PReLU"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [PerChannel, .. CommonArguments.OfGivenWeights];

    /// <inheritdoc/>
    public override InitializerFamily SuitableInitializer => InitializerFamily.He;

    /// <inheritdoc/>
    public override Domain Range(Domain input) => Domain.Real;

    /// <inheritdoc/>
    public override double At(double x) => x > 0 ? x : InitialSlope * x;

    /// <inheritdoc/>
    public override double SlopeAt(double x) => x > 0 ? 1 : InitialSlope;

    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site)
    {
        var slopes = site.Get(PerChannel) ? Maps.ChannelsOf(site.Input.Shape) : 1;
        return new LayerFacts(new TensorType(site.Input.Shape, Range(site.Input.Domain)))
        {
            Weights = [new Weight("weight", Shape.Of(slopes), new Initializer.Constant(InitialSlope))],
            ParameterArithmetic = $"{slopes}",
        };
    }
}
