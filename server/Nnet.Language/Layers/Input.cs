using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers;

/// <summary>Where the data comes in: the shape of one sample.</summary>
public sealed class Input : Layer
{
    /// <summary>The shape of one sample, channels first.</summary>
    public static readonly Argument<ImmutableArray<int>> Shape = Argument.Dimensions("shape", "Shape of one sample without the batch: features, or channels x height x width.", required: true, positional: true);

    /// <inheritdoc/>
    public override string Name => "input";

    /// <inheritdoc/>
    public override string Summary => "Takes one sample of the data.";

    /// <inheritdoc/>
    public override string? Advice => "The first line of a model. Images are channels × height × width, tables are the number of their features.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["InputLayer", "input_shape"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Shape];

    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site)
    {
        var shape = new Shape(site.Get(Shape));
        return LayerLimits.Allows(site, shape) ? new LayerFacts(new TensorType(shape)) : null;
    }
}
