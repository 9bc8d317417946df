using System.Collections.Immutable;

namespace Nnet.Language.Training.Losses;

/// <summary>The angle between output and target, whatever their lengths.</summary>
public sealed class Cosine : Loss
{
    /// <inheritdoc/>
    public override string Name => "cosine";

    /// <inheritdoc/>
    public override string Summary => "How much the direction of the output differs from that of the target: 0 where they agree, 2 where they are opposed.";

    /// <inheritdoc/>
    public override string? Formula => "L = mean (1 − ŷ·y / (|ŷ|·|y|))";

    /// <inheritdoc/>
    public override string? Advice => "For vectors whose direction is what counts, such as embeddings.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["CosineEmbeddingLoss", "cosine_similarity", "CosineSimilarity", "cosine_embedding_loss", "cosine_distance"];

    /// <inheritdoc/>
    public override TargetEncoding Encoding => TargetEncoding.Values;
}
