using System.Collections.Immutable;

namespace Nnet.Language.Training.Metrics;

/// <summary>How many answers the network hesitates between.</summary>
public sealed class Perplexity : Metric
{
    /// <inheritdoc/>
    public override string Name => "perplexity";

    /// <inheritdoc/>
    public override string Summary => "e to the mean surprise at the truth: as if the network hesitated between so many equally likely answers.";

    /// <inheritdoc/>
    public override string? Formula => "PP = exp(−mean log p[class])";

    /// <inheritdoc/>
    public override string? Advice => "For language models. A network that has learnt nothing has as many as there are classes.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["Perplexity", "ppl"];

    /// <inheritdoc/>
    public override bool ForClasses => true;
}
