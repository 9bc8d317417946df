using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training.Settings;

/// <summary><c>batch 64</c>.</summary>
public sealed class BatchSetting : TrainSetting
{
    /// <summary>Samples per step.</summary>
    public static readonly Argument<int> Size = Argument.Integer("size", "Samples per step.", min: 1, positional: true).Also("batch_size");

    /// <summary>Used when the block does not say.</summary>
    public const int DefaultSize = 32;

    /// <inheritdoc/>
    public override string Name => "batch";

    /// <inheritdoc/>
    public override string Summary => "How many samples one step averages over (32 when left out).";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["batch_size", "batchsize"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Size];
}
