using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Sequences;

/// <summary>Takes one place out of a sequence.</summary>
public sealed class Select : Layer
{
    /// <summary>Which place; −1 is the last one.</summary>
    public static readonly Argument<int> Place = Argument.Place("place", "Which place to take.").Also("index");

    /// <inheritdoc/>
    public override string Name => "select";

    /// <inheritdoc/>
    public override string Summary => "Takes the features of one place out of a sequence.";

    /// <inheritdoc/>
    public override string? Formula => "y = x[place]";

    /// <inheritdoc/>
    public override string? Advice => "Before the head of a classifier: `select first` takes the class token, `select last` what a causal network knows at the end. globalavgpool averages over all places instead.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["take", "gather", "at"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Place];

    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site)
    {
        var shape = site.Input.Shape;
        if (!shape.IsSequence)
        {
            // Whatever the place, the message is about the sequence that is missing.
            _ = SequenceInput.IsSequence(site, "takes one of several places");
            return null;
        }
        var place = site.Get(Place);
        if (place >= shape[0])
        {
            site.Report(SequenceFindings.NoSuchPlace, $"The sequence has {shape[0]} places, numbered from 0 to {shape[0] - 1}: there is no place {place}.", Place, Fixes.SetArgument(site.Call, Place, "last"));
            return null;
        }
        var rest = shape.Rank == 1 ? Shape.Of(1) : new Shape(shape.Axes[1..], shape.Names[1..]);
        return new LayerFacts(new TensorType(rest, site.Input.Domain));
    }
}
