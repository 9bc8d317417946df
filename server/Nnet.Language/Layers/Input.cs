using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers;

/// <summary>Where the data comes in: the shape of one sample.</summary>
public sealed class Input : Layer
{
    /// <summary>What the input is called, where the model has several.</summary>
    public static readonly Argument<string?> Label = Argument.NewName("name", "What the input is called; the same as a label before the line.");

    /// <summary>The shape of one sample: channels first, or places first where the first axis has a name.</summary>
    public static readonly Argument<Shape> Shape = Argument.Shape("shape", "Shape of one sample without the batch: features, channels x height x width, or [seq=places, features].", positional: true);

    /// <summary>What kind of values come in.</summary>
    public static readonly Argument<Domain?> Domain = Argument.Domain("domain", "What kind of values come in; any real number when left out. Words and characters are `tokens(n)`: whole numbers below n.");

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
