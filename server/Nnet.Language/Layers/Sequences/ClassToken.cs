using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Sequences;

/// <summary>A learned place before all others (Devlin et al. 2019, Dosovitskiy et al. 2021).</summary>
public sealed class ClassToken : Layer
{
    /// <inheritdoc/>
    public override string Name => "class_token";

    /// <inheritdoc/>
    public override string Summary => "Puts a learned place before all others, which attention fills with what it gathers from them.";

    /// <inheritdoc/>
    public override string? Formula => "y = [w, x[0], x[1], …]";

    /// <inheritdoc/>
    public override string? Advice => "In vision transformers, before `position`; `select first` takes it out again before the head.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["cls_token", "ClassToken", "cls"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [.. CommonArguments.OfWeights];

    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site)
    {
        if (!SequenceInput.IsSequence(site, "puts a place before the others"))
        {
            return null;
        }
        var (places, features) = (site.Input.Shape[0], site.Input.Shape[1]);
        var output = Shape.Sequence((int)Math.Min(int.MaxValue, places + 1L), features, site.Input.Shape.NameOf(0));
        return LayerLimits.Allows(site, output)
            ? new LayerFacts(new TensorType(output))
            {
                Weights = [new Weight("weight", Shape.Of(features), new Initializer.Automatic(features, features) { Usual = new Initializer.Constant(0) })],
                ParameterArithmetic = $"{features}",
                ShapeArithmetic = $"{places} + 1 = {output[0]}",
            }
            : null;
    }
}
