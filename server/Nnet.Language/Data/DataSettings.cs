using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Data;

/// <summary>A line of a <c>data</c> block.</summary>
public abstract class DataSetting : Setting;

/// <summary>Where samples come from; a <c>data</c> block has one such line. It is read in Nnet.Engine.</summary>
public abstract class DataSource : DataSetting;

/// <summary><c>features [x1, x2, x1*x2]</c>: what the network is fed with, computed from the columns; <c>features [city] input=place</c> for one of several inputs.</summary>
public sealed class FeaturesSetting : DataSetting
{
    /// <summary>The expressions.</summary>
    public static readonly Argument<ImmutableArray<Formula>> Expressions = Argument.Formulas("expressions", "Expressions over the columns, one for each input: + − * / ^, sin cos tan tanh exp log sqrt abs. Left out behind input=, the columns that no other line names.");

    /// <summary>Which input of the model they are for.</summary>
    public static readonly Argument<string> Input = Argument.NameOf(ArgumentKind.Input, "input", "Which input of the model they are for, by its name; a model with several inputs needs one such line for each. Where the input has domain=tokens(n), a column of categories is fed in as the number of each, as an embedding wants it.").Also("to", "into");

    /// <inheritdoc/>
    public override string Name => "features";

    /// <inheritdoc/>
    public override string Summary => "What the network is fed with, computed from the columns; all columns as they are when left out. A model with several inputs has one such line for each, `features [city] input=place`.";

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Expressions, Input];
}

/// <summary><c>target input</c>: an autoencoder learns to give its input again; <c>target age output=age</c>: what another output learns.</summary>
public sealed class TargetSetting : DataSetting
{
    /// <summary>What the target is.</summary>
    public static readonly Argument<ImmutableArray<string>> What = Argument.Columns("what", "input: the sample itself (an autoencoder). With output=, also the column or columns that this output learns; they are no longer fed in.", positional: true);

    /// <summary>Which output of the model learns it.</summary>
    public static readonly Argument<string> Output = Argument.NameOf(ArgumentKind.Output, "output", "Which output of the model learns it, by its label; the last line when left out. An output without such a line has the same target as the last line.").Also("head", "of");

    /// <summary>The word for the sample itself.</summary>
    public const string Sample = "input";

    /// <inheritdoc/>
    public override string Name => "target";

    /// <inheritdoc/>
    public override string Summary => "Makes the sample itself the target, as an autoencoder needs it, or gives another output of the model a target of its own: `target age output=age`.";

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [What, Output];
}

/// <summary><c>split train=80% validation=10% test=10% seed=42 stratify=true</c>.</summary>
public sealed class SplitSetting : DataSetting
{
    /// <summary>Share to learn from.</summary>
    public static readonly Argument<double> Train = Argument.Share("train", "Share to learn from.").Also("train_size");

    /// <summary>Share to watch while training.</summary>
    public static readonly Argument<double> Validation = Argument.Share("validation", "Share to watch while training.", 0).Also("val", "valid", "validation_size");

    /// <summary>Share to judge by in the end.</summary>
    public static readonly Argument<double> Test = Argument.Share("test", "Share to judge by in the end.", 0).Also("test_size");

    /// <summary>Which shuffle.</summary>
    public static readonly Argument<int> Seed = Argument.Integer("seed", "Any whole number; the same one gives the same parts.", 1, min: 0);

    /// <summary>Whether rows are shuffled before they are parted.</summary>
    public static readonly Argument<bool> Shuffle = Argument.Flag("shuffle", "Whether rows are shuffled first; false keeps the order, as time series need it.", true);

    /// <summary>Whether every part has the classes in the same shares.</summary>
    public static readonly Argument<bool> Stratify = Argument.Flag("stratify", "Whether every part gets the classes in the same shares.", false);

    /// <inheritdoc/>
    public override string Name => "split";

    /// <inheritdoc/>
    public override string Summary => "Parts the samples into training, validation and test. Without it everything is used for training.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["train_test_split"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Train, Validation, Test, Seed, Shuffle, Stratify];
}

/// <summary><c>normalize standard target=standard</c>, fitted on the training part alone.</summary>
public sealed class NormalizeSetting : DataSetting
{
    /// <summary>How.</summary>
    public static readonly Argument<string> Method = Argument.Word("method", "standard: mean 0 and deviation 1; minmax: 0 to 1; none: as it is.", ["standard", "minmax", "none"], positional: true, spellings: [("zscore", "standard"), ("z_score", "standard"), ("standardize", "standard"), ("min_max", "minmax")]);

    /// <summary>How targets are mapped.</summary>
    public static readonly Argument<string> Target = Argument.Word("target", "The same for values to predict, such as prices: the network learns them on one scale, and whatever is told of them, predictions, mae, rmse, is in their own unit again. The loss is on the scale that is learnt.", ["standard", "minmax", "none"], "none", spellings: [("zscore", "standard"), ("z_score", "standard"), ("standardize", "standard"), ("min_max", "minmax")]).Also("targets", "y");

    /// <inheritdoc/>
    public override string Name => "normalize";

    /// <inheritdoc/>
    public override string Summary => "Brings features to one scale, column by column (images: over all pixels), fitted on the training part alone; with target= the values to predict too. Categories stay 0 and 1.";

    /// <inheritdoc/>
    public override string? Formula => "standard: (x − μ)/σ        minmax: (x − min)/(max − min)";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["normalise", "standardize", "scale"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Method, Target];
}

/// <summary><c>memory 512</c>: how much of the data may be in memory at once.</summary>
public sealed class MemorySetting : DataSetting
{
    /// <summary>Megabytes.</summary>
    public static readonly Argument<int> Megabytes = Argument.Integer("megabytes", "Megabytes that samples may take.", min: 1, positional: true);

    /// <inheritdoc/>
    public override string Name => "memory";

    /// <inheritdoc/>
    public override string Summary => "How many megabytes of samples may be in memory at once. A larger table is read once, kept on the disk in binary, and shuffled in blocks; half of the machine's memory when left out.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["memory_limit"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Megabytes];
}

/// <summary><c>augment shift=2 rotate=10deg flip=horizontal</c>: training pictures are changed a little, anew in every epoch.</summary>
public sealed class AugmentSetting : DataSetting
{
    /// <summary>Most pixels by which a picture is moved.</summary>
    public static readonly Argument<int> Shift = Argument.Integer("shift", "Most pixels by which a picture is moved in each direction.", 0, min: 0, max: 1000).Also("translate");

    /// <summary>Along which axes pictures are mirrored.</summary>
    public static readonly Argument<string> Flip = Argument.Word("flip", "Which way every second picture is mirrored.", ["none", "horizontal", "vertical", "both"], "none").Also("mirror");

    /// <summary>Most degrees by which a picture is turned.</summary>
    public static readonly Argument<double> Rotate = Argument.Angle("rotate", "Most degrees by which a picture is turned either way.", 0).Also("rotation", "degrees");

    /// <summary>Most share by which a picture grows or shrinks.</summary>
    public static readonly Argument<double> Zoom = Argument.Share("zoom", "Most share by which a picture grows or shrinks.", 0).Also("zoom_range");

    /// <summary>Deviation of what is added.</summary>
    public static readonly Argument<double> Noise = Argument.Number("noise", "Deviation of the normal noise that is added to every number, after normalisation.", 0, min: 0);

    /// <summary>Side of the square that is left out.</summary>
    public static readonly Argument<int> Cutout = Argument.Integer("cutout", "Side in pixels of a square that is left out at a random place (DeVries and Taylor 2017).", 0, min: 0, max: 1000);

    /// <inheritdoc/>
    public override string Name => "augment";

    /// <inheritdoc/>
    public override string Summary => "Changes the pictures of the training part a little, anew in every epoch, so that the network learns what does not matter. noise suits other samples too.";

    /// <inheritdoc/>
    public override string? Advice => "Choose what leaves the class as it is: a mirrored 3 is no 3.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["augmentation", "transform", "transforms"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Shift, Flip, Rotate, Zoom, Noise, Cutout];
}
