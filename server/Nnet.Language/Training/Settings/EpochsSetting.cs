using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training.Settings;

/// <summary><c>epochs 30</c>.</summary>
public sealed class EpochsSetting : TrainSetting
{
    /// <summary>Passes over the training part.</summary>
    public static readonly Argument<int> Count = Argument.Integer("count", "Passes over the training part.", min: 1, positional: true);

    /// <inheritdoc/>
    public override string Name => "epochs";

    /// <inheritdoc/>
    public override string Summary => "How often training passes over the training part.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["epoch", "num_epochs", "nb_epoch"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Count];

    /// <inheritdoc/>
    public override bool IsRequired => true;
}
