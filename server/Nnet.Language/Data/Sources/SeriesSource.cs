using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Data;

/// <summary><c>series "weather.csv" target=temperature window=24</c>: a table whose rows follow each other in time.</summary>
public sealed class SeriesSource : DataSource
{
    /// <summary>The file.</summary>
    public static readonly Argument<string> Path = Argument.Path("path", "The table, relative to this file, the oldest row first; .gz is unpacked.", positional: true);

    /// <summary>Rows in a sample.</summary>
    public static readonly Argument<int> Window = Argument.Integer("window", "Rows in a sample.", 24, min: 1, max: 1_000_000).Also("lookback", "sequence_length");

    /// <summary>How far ahead the target lies.</summary>
    public static readonly Argument<int> Horizon = Argument.Integer("horizon", "How many rows behind the sample the target lies; 1 is the next row.", 1, min: 1, max: 1_000_000);

    /// <summary>Rows from the beginning of a sample to that of the next.</summary>
    public static readonly Argument<int> Stride = Argument.Integer("stride", "Rows from the beginning of one sample to that of the next.", 1, min: 1);

    /// <summary>What is to be predicted.</summary>
    public static readonly Argument<ImmutableArray<string>> Target = Argument.Columns("target", "The column or columns to predict, by name or zero-based number; the last one when left out. They are inputs too.");

    /// <summary>Columns that are not used.</summary>
    public static readonly Argument<ImmutableArray<string>> Ignore = Argument.Columns("ignore", "Columns to leave out. Dates are not fed in anyway.").Also("drop", "skip");

    /// <summary>Columns of numbers that are categories.</summary>
    public static readonly Argument<ImmutableArray<string>> OneHot = CsvSource.OneHotArgument();

    /// <summary>Whether the first line names the columns.</summary>
    public static readonly Argument<string> Header = CsvSource.HeaderArgument();

    /// <summary>What stands before decimals.</summary>
    public static readonly Argument<string> Decimal = CsvSource.DecimalArgument();

    /// <summary>What becomes of cells without a number.</summary>
    public static readonly Argument<string> Missing = CsvSource.MissingArgument();

    /// <inheritdoc/>
    public override string Name => "series";

    /// <inheritdoc/>
    public override string Summary => "A table whose rows follow each other in time, cut into windows: a sample is [time=window, columns], its target lies ahead. Parts follow each other in time unless split says shuffle=true.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["timeseries", "time_series", "timeseries_dataset_from_array"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Path, Window, Horizon, Stride, Target, Ignore, OneHot, Header, Decimal, Missing];
}
