using System.Collections.Immutable;

namespace Nnet.Language.Training.Losses;

/// <summary>Kullback-Leibler divergence from shares that are given, fused with the softmax before it.</summary>
public sealed class KlDivergence : Loss
{
    /// <inheritdoc/>
    public override string Name => "kl_divergence";

    /// <inheritdoc/>
    public override string Summary => "How far the predicted shares are from the true ones.";

    /// <inheritdoc/>
    public override string? Formula => "L = mean Σ y·log(y / p)        p = softmax(output)";

    /// <inheritdoc/>
    public override string? Advice => "Where the truth is itself shares that sum to 1: soft labels, or another network to be imitated. A last softmax may be written or left out.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["kl", "kld", "KLDivLoss", "kl_div", "KLDivergence", "kullback_leibler_divergence"];

    /// <inheritdoc/>
    public override TargetEncoding Encoding => TargetEncoding.Distribution;
}
