using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Sequences;

/// <summary>Adds to every place what tells it from the others (Vaswani et al. 2017).</summary>
public sealed class Position : Layer
{
    private const string Sinusoidal = "sinusoidal";

    /// <summary>Where the rows come from.</summary>
    public static readonly Argument<string> Kind = Argument.Word("kind", "Whether the rows are learned, or fixed sines of many wavelengths.", ["learned", Sinusoidal], positional: true);

    /// <summary>Number of learned rows.</summary>
    public static readonly Argument<int?> Rows = Argument.Count("max", "Number of learned rows, the longest sequence that it can take; the length of the sequence when left out.").Also("max_len", "max_length", "n_positions", "max_position_embeddings", "sequence_length");

    /// <inheritdoc/>
    public override string Name => "position";

    /// <inheritdoc/>
    public override string Summary => "Adds to the features of every place what tells it from the other places.";

    /// <inheritdoc/>
    public override string? Formula => "y[t] = x[t] + P[t]        sinusoidal: P[t, 2i] = sin(t / 10000^{2i/d}), P[t, 2i+1] = cos(t / 10000^{2i/d})";

    /// <inheritdoc/>
    public override string? Advice => "Before attention, which by itself cannot tell in which order its places stand. Recurrent layers and convolutions know without it.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["PositionalEncoding", "PositionEmbedding", "positional_encoding", "position_embedding", "pos_embedding"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Kind, Rows, .. CommonArguments.OfWeights];

    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site)
    {
        if (!SequenceInput.IsSequence(site, "adds a row to each place"))
        {
            return null;
        }
        var shape = site.Input.Shape;
        var (length, features) = (shape[0], shape[1]);
        if (site.Get(Kind) == Sinusoidal)
        {
            foreach (var argument in Arguments.Where(argument => argument != Kind && site.Call.Has(argument)))
            {
                site.Report(BindingFindings.IgnoredArgument, $"`{argument.Name}` has no effect: sinusoidal positions have no weights and no end.", argument, Fixes.RemoveArgument($"Remove {argument.Name}", site.Source, site.Call, argument));
            }
            return new LayerFacts(new TensorType(shape, Domain.Sum(site.Input.Domain, Domain.Interval(-1, 1))));
        }
        var rows = site.Get(Rows) ?? length;
        if (rows < length)
        {
            site.Report(SequenceFindings.TooFewPositions, $"The sequence has {length} places, but max={rows} learns rows for the first {rows} alone.", Rows, Fixes.SetArgument(site.Call, Rows, $"{length}"));
            return null;
        }
        var table = Shape.Of(rows, features);
        return LayerLimits.Allows(site, table)
            ? new LayerFacts(new TensorType(shape))
            {
                // Small, so that the features themselves count from the start (BERT, GPT-2, ViT).
                Weights = [new Weight("weight", table, new Initializer.Automatic(rows, features) { Usual = new Initializer.Normal(0.02, "normal") })],
                ParameterArithmetic = $"{rows}·{features}",
            }
            : null;
    }
}
