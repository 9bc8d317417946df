using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training.Settings;

/// <summary><c>early_stopping monitor=val_loss patience=5</c>.</summary>
public sealed class EarlyStoppingSetting : TrainSetting
{
    /// <summary>The figure that is watched: <c>loss</c>, <c>val_loss</c>, <c>val_accuracy</c> …</summary>
    public static readonly Argument<string> Monitor = Argument.Figure("monitor", "The figure to watch; val_ is the validation part.");

    /// <summary>Epochs without improvement before it stops.</summary>
    public static readonly Argument<int> Patience = Argument.Integer("patience", "Epochs without improvement before training stops.", 5, min: 0);

    /// <summary>Least change that counts.</summary>
    public static readonly Argument<double> MinDelta = Argument.Number("min_delta", "Least change that counts as an improvement.", 0, min: 0);

    /// <summary>Whether the best epoch's weights are kept.</summary>
    public static readonly Argument<bool> RestoreBestWeights = Argument.Flag("restore_best_weights", "Whether the weights of the best epoch are kept in the end, even if nothing stopped early.", true).Also("restore_best");

    /// <inheritdoc/>
    public override string Name => "early_stopping";

    /// <inheritdoc/>
    public override string Summary => "Stops when a figure no longer improves, and keeps the best weights.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["EarlyStopping", "earlystopping"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Monitor, Patience, MinDelta, RestoreBestWeights];
}
