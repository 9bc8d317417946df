using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training;

/// <summary>A line of a <c>train</c> block.</summary>
public abstract class TrainSetting : Setting;

/// <summary><c>loss cross_entropy</c>.</summary>
public sealed class LossSetting : TrainSetting
{
    /// <inheritdoc/>
    public override string Name => "loss";

    /// <inheritdoc/>
    public override string Summary => "What training makes small.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["criterion", "loss_fn"];

    /// <inheritdoc/>
    public override ImmutableArray<Definition> Options => ImmutableArray<Definition>.CastUp(Catalog<Loss>.All);

    /// <inheritdoc/>
    public override bool IsRequired => true;
}

/// <summary><c>optimizer adam lr=0.001</c>.</summary>
public sealed class OptimizerSetting : TrainSetting
{
    /// <inheritdoc/>
    public override string Name => "optimizer";

    /// <inheritdoc/>
    public override string Summary => "How gradients change the weights.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["optim", "optimiser"];

    /// <inheritdoc/>
    public override ImmutableArray<Definition> Options => ImmutableArray<Definition>.CastUp(Catalog<Optimizer>.All);

    /// <inheritdoc/>
    public override bool IsRequired => true;
}

/// <summary><c>schedule step every=10 gamma=0.5</c>.</summary>
public sealed class ScheduleSetting : TrainSetting
{
    /// <inheritdoc/>
    public override string Name => "schedule";

    /// <inheritdoc/>
    public override string Summary => "How the learning rate changes from epoch to epoch; constant when left out.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["scheduler", "lr_scheduler"];

    /// <inheritdoc/>
    public override ImmutableArray<Definition> Options => ImmutableArray<Definition>.CastUp(Catalog<Schedule>.All);
}

/// <summary><c>metrics accuracy confusion</c>.</summary>
public sealed class MetricsSetting : TrainSetting
{
    /// <inheritdoc/>
    public override string Name => "metrics";

    /// <inheritdoc/>
    public override string Summary => "Figures to show beside the loss.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["metric"];

    /// <inheritdoc/>
    public override ImmutableArray<Definition> Options => ImmutableArray<Definition>.CastUp(Catalog<Metric>.All);

    /// <inheritdoc/>
    public override bool ChoosesMany => true;
}

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

/// <summary><c>seed 42</c>.</summary>
public sealed class SeedSetting : TrainSetting
{
    /// <summary>The seed.</summary>
    public static readonly Argument<int> Number = Argument.Integer("number", "Any whole number; the same one gives the same run.", min: 0, positional: true);

    /// <inheritdoc/>
    public override string Name => "seed";

    /// <inheritdoc/>
    public override string Summary => "Fixes initial weights, shuffling and dropout (1 when left out).";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["random_state", "manual_seed"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Number];
}

/// <summary><c>regularize l2=1e-3</c>.</summary>
public sealed class RegularizeSetting : TrainSetting
{
    /// <summary>Weight of Σ|w|.</summary>
    public static readonly Argument<double> L1 = Argument.Number("l1", "Weight λ of the penalty λ·Σ|w|, over weights but not biases.", 0, min: 0);

    /// <summary>Weight of ½Σw².</summary>
    public static readonly Argument<double> L2 = Argument.Number("l2", "Weight λ of the penalty λ/2·Σw², over weights but not biases.", 0, min: 0);

    /// <inheritdoc/>
    public override string Name => "regularize";

    /// <inheritdoc/>
    public override string Summary => "Keeps weights small, against overfitting.";

    /// <inheritdoc/>
    public override string? Formula => "L + λ₁·Σ|w| + λ₂/2·Σw²";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["regularizer", "regularise", "regularization", "kernel_regularizer"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [L1, L2];
}

/// <summary><c>early_stopping monitor=val_loss patience=5</c>.</summary>
public sealed class EarlyStoppingSetting : TrainSetting
{
    /// <summary>The figure that is watched: <c>loss</c>, <c>val_loss</c>, <c>val_accuracy</c> …</summary>
    public static readonly Argument<string> Monitor = Argument.Word("monitor", "The figure to watch; val_ is the validation part.",
        ["val_loss", "loss", "val_accuracy", "accuracy", "val_mae", "mae", "val_rmse", "rmse", "val_r2", "r2"], "val_loss");

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
