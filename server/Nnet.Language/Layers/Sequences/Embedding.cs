using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Sequences;

/// <summary>A table with a learned row for every token (Bengio et al. 2003).</summary>
public sealed class Embedding : Layer
{
    /// <summary>Number of rows.</summary>
    public static readonly Argument<int> Size = Argument.Integer("size", "Number of rows: how many different tokens there are.", min: 1, positional: true).Also("num_embeddings", "input_dim", "vocab_size", "vocabulary");

    /// <summary>Features of each token.</summary>
    public static readonly Argument<int> Features = Argument.Integer("dim", "Features of each token.", min: 1, positional: true).Also("embedding_dim", "output_dim", "features", "units");

    /// <inheritdoc/>
    public override string Name => "embedding";

    /// <inheritdoc/>
    public override string Summary => "Looks up a learned row of features for each token.";

    /// <inheritdoc/>
    public override string? Formula => "y[t] = W[x[t]]        W: size × dim";

    /// <inheritdoc/>
    public override string? Advice => "The first layer behind words, characters or other kinds of things; the input line says how many with `domain=tokens(size)`.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["Embedding", "embed", "lookup"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Size, Features, .. CommonArguments.OfWeights];

    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site)
    {
        var (shape, domain) = (site.Input.Shape, site.Input.Domain);
        var (size, features) = (site.Get(Size), site.Get(Features));
        if (domain.Kind != DomainKind.Tokens)
        {
            ImmutableArray<Fix> fixes = site.Before.FirstOrDefault() is { Layer: Input } input ? [Fixes.SetArgument(input.Call, Input.Domain, $"tokens({size})")] : [];
            site.Report(SequenceFindings.NeedsTokens, $"embedding looks up whole numbers from 0 to {size - 1}, but it gets {(domain.IsReal ? "real numbers" : domain)}. If they are tokens, the input line says so: `domain=tokens({size})`; measured numbers go to `dense`.", fixes: fixes);
            return null;
        }
        if (domain.Vocabulary > size)
        {
            site.Report(SequenceFindings.VocabularyTooSmall, $"The tokens go up to {domain.Vocabulary - 1}, but embedding has {size} rows, for 0 to {size - 1}.", Size, Fixes.SetArgument(site.Call, Size, $"{domain.Vocabulary}"));
            return null;
        }
        if (shape.Rank > 1 && !shape.IsSequence)
        {
            site.Report(SequenceFindings.NeedsSequence, $"embedding gives each token {features} features, but {shape} is channels × space: no axis of it has a name. A sequence of tokens is `[seq={shape.Count}]`.");
            return null;
        }
        var output = new Shape([.. shape.Axes, features], shape.IsSequence ? [.. shape.Names, null] : ["seq", null]);
        var table = Shape.Of(size, features);
        if (!LayerLimits.Allows(site, table) || !LayerLimits.Allows(site, output))
        {
            return null;
        }
        return new LayerFacts(new TensorType(output))
        {
            // As in PyTorch: rows are chosen, not summed, so that no fan decides how far they spread.
            Weights = [new Weight("weight", table, new Initializer.Automatic(size, features) { Usual = new Initializer.Normal(1, "normal") })],
            ParameterArithmetic = $"{size}·{features}",
        };
    }
}
