using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers;

/// <summary>Where the data comes in: the shape of one sample.</summary>
public sealed class Input : Layer
{
    /// <summary>The input's name, by which later lines can refer to it.</summary>
    public static readonly Argument<string?> Label = Argument.NewName("name", "Name of the input, for lines below that refer to it; a model with several inputs needs one for each.");

    /// <summary>The shape of one sample: channels first, or a sequence whose first axis has a name.</summary>
    public static readonly Argument<Shape> Shape = Argument.Shape("shape", "Shape of one sample without the batch: features, channels x height x width, or a sequence such as [seq=128, 64].", positional: true);

    /// <summary>What values a sample has.</summary>
    public static readonly Argument<Domain?> Domain = Argument.Domain("domain", "What values a sample has: real numbers when left out, tokens(size) for the numbers of words.");

    /// <inheritdoc/>
    public override string Name => "input";

    /// <inheritdoc/>
    public override string Summary => "Takes one sample of the data.";

    /// <inheritdoc/>
    public override string? Advice => "The first line of a model. Images are channels × height × width, tables are the number of their features; a sequence names its places, `[seq=100, 64]`, and a text is `[seq=100]` with `domain=tokens(n)`. Every further input line begins another input of the model.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["InputLayer", "input_shape"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Label, Shape, Domain];

    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site)
    {
        var shape = site.Get(Shape);
        return LayerLimits.Allows(site, shape) ? new LayerFacts(new TensorType(shape, site.Get(Domain) ?? Graph.Domain.Real)) : null;
    }
}
