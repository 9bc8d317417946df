using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Data;

/// <summary>A line of a <c>data</c> block.</summary>
public abstract class DataSetting : Setting;

/// <summary>Where samples come from; a <c>data</c> block has one such line. It is read in Nnet.Engine.</summary>
public abstract class DataSource : DataSetting;

/// <summary><c>csv "iris.csv" target=species</c>: a table of numbers, gzip or not.</summary>
public sealed class CsvSource : DataSource
{
    /// <summary>The file.</summary>
    public static readonly Argument<string> Path = Argument.Path("path", "The file, relative to this one; .gz is unpacked.", positional: true);

    /// <summary>Whether its first line names the columns.</summary>
    public static readonly Argument<string> Header = Argument.Word("header", "Whether the first line names the columns; auto looks (scikit-learn's count header is known too).", ["auto", "true", "false"], "auto").Also("has_header");

    /// <summary>What is to be predicted.</summary>
    public static readonly Argument<ImmutableArray<string>> Target = Argument.Columns("target", "The column or columns to predict, by name or zero-based number, -1 being the last (which is the default).").Also("label", "labels", "y");

    /// <summary>Columns that are not used.</summary>
    public static readonly Argument<ImmutableArray<string>> Ignore = Argument.Columns("ignore", "Columns to leave out, such as a row number.").Also("drop", "skip");

    /// <summary>Names of the classes, where the file has numbers.</summary>
    public static readonly Argument<ImmutableArray<string>> Classes = Argument.Names("classes", "Names of the classes 0, 1, 2 … when the file gives numbers.").Also("class_names");

    /// <summary>Shape of a sample, where the columns are pixels.</summary>
    public static readonly Argument<ImmutableArray<int>> Shape = Argument.Dimensions("shape", "Shape of one sample when the columns are pixels, such as 1x8x8; a vector when left out.", required: false);

    /// <inheritdoc/>
    public override string Name => "csv";

    /// <inheritdoc/>
    public override string Summary => "A table in a text file, one sample a line, parted by commas, semicolons or tabs.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["tsv", "read_csv", "table"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Path, Header, Target, Ignore, Classes, Shape];
}

/// <summary><c>idx "images" labels="labels"</c>: the format of MNIST.</summary>
public sealed class IdxSource : DataSource
{
    /// <summary>The samples.</summary>
    public static readonly Argument<string> Path = Argument.Path("path", "The file of samples, relative to this one; .gz is unpacked.", positional: true);

    /// <summary>Their classes.</summary>
    public static readonly Argument<string> Labels = Argument.Path("labels", "The file of labels, one for each sample.");

    /// <inheritdoc/>
    public override string Name => "idx";

    /// <inheritdoc/>
    public override string Summary => "MNIST's format: one file of images, one of labels. Bytes are scaled to 0…1.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["ubyte"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Path, Labels];
}

/// <summary><c>playground spiral samples=500 noise=10%</c>: the made-up sets of the TensorFlow Playground.</summary>
public sealed class PlaygroundSource : DataSource
{
    /// <summary>Which set.</summary>
    public static readonly Argument<string> Set = Argument.Word("set", "Which set: four to classify, plane and gauss_regression to fit.", ["circle", "xor", "gauss", "spiral", "plane", "gauss_regression"], positional: true);

    /// <summary>How many samples.</summary>
    public static readonly Argument<int> Samples = Argument.Integer("samples", "How many samples to draw.", 500, min: 4, max: 10_000_000).Also("n", "n_samples");

    /// <summary>How noisy.</summary>
    public static readonly Argument<double> Noise = Argument.Share("noise", "How much noise is added, 0 to 50%.", 0);

    /// <summary>Which drawing.</summary>
    public static readonly Argument<int> Seed = Argument.Integer("seed", "Any whole number; the same one draws the same samples.", 1, min: 0);

    /// <inheritdoc/>
    public override string Name => "playground";

    /// <inheritdoc/>
    public override string Summary => "The sets of the TensorFlow Playground: points of the plane, x1 and x2 from −6 to 6.";

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Set, Samples, Noise, Seed];
}

/// <summary><c>features [x1, x2, x1*x2]</c>: what the network is fed with, computed from the columns.</summary>
public sealed class FeaturesSetting : DataSetting
{
    /// <summary>The expressions.</summary>
    public static readonly Argument<ImmutableArray<Formula>> Expressions = Argument.Formulas("expressions", "Expressions over the columns, one for each input: + − * / ^, sin cos tan tanh exp log sqrt abs.");

    /// <inheritdoc/>
    public override string Name => "features";

    /// <inheritdoc/>
    public override string Summary => "What the network is fed with, computed from the columns; all columns as they are when left out.";

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Expressions];
}

/// <summary><c>target input</c>: an autoencoder learns to give its input again.</summary>
public sealed class TargetSetting : DataSetting
{
    /// <summary>What the target is.</summary>
    public static readonly Argument<string> What = Argument.Word("what", "input: the sample itself (an autoencoder).", ["input"], positional: true);

    /// <inheritdoc/>
    public override string Name => "target";

    /// <inheritdoc/>
    public override string Summary => "Makes the sample itself the target, as an autoencoder needs it.";

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [What];
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

/// <summary><c>normalize standard</c>, fitted on the training part alone.</summary>
public sealed class NormalizeSetting : DataSetting
{
    /// <summary>How.</summary>
    public static readonly Argument<string> Method = Argument.Word("method", "standard: mean 0 and deviation 1; minmax: 0 to 1; none: as it is.", ["standard", "minmax", "none"], positional: true);

    /// <inheritdoc/>
    public override string Name => "normalize";

    /// <inheritdoc/>
    public override string Summary => "Brings features to one scale, column by column (images: over all pixels), fitted on the training part alone.";

    /// <inheritdoc/>
    public override string? Formula => "standard: (x − μ)/σ        minmax: (x − min)/(max − min)";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["normalise", "standardize", "scale"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Method];
}
