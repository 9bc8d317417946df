using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Spatial;

namespace Nnet.Language.Layers.Normalization;

/// <summary>What layers share that normalise channels and scale them by learned numbers.</summary>
internal static class ChannelNorm
{
    /// <summary>Keeps the division finite.</summary>
    public static Argument<double> Epsilon { get; } = Argument.Number("eps", "Small number that keeps the division finite.", 1e-5, min: 0).Also("epsilon");

    /// <summary>The input's channels as a shape: the features of a vector or a sequence, the first axis of maps.</summary>
    public static Shape ChannelsOf(LayerSite site) => Shape.Of(Maps.ChannelsOf(site.Input.Shape));

    /// <summary>γ and β, which start as 1 and 0.</summary>
    public static ImmutableArray<Weight> ScaleAndShift(Shape channels)
        => [new Weight("weight", channels, new Initializer.Constant(1)), new Weight("bias", channels, new Initializer.Constant(0))];
}
