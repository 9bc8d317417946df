using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Data;

/// <summary><c>csv "iris.csv" target=species</c>: a table of numbers and texts, gzip or not.</summary>
public sealed class CsvSource : DataSource
{
    /// <summary>The file.</summary>
    public static readonly Argument<string> Path = Argument.Path("path", "The file, relative to this one; .gz is unpacked.", positional: true);

    /// <summary>Whether its first line names the columns.</summary>
    public static readonly Argument<string> Header = HeaderArgument();

    /// <summary>What stands before decimals.</summary>
    public static readonly Argument<string> Decimal = DecimalArgument();

    /// <summary>What is to be predicted.</summary>
    public static readonly Argument<ImmutableArray<string>> Target = Argument.Columns("target", "The column or columns to predict, by name or zero-based number, -1 being the last (which is the default).").Also("label", "labels", "y");

    /// <summary>Columns that are not used.</summary>
    public static readonly Argument<ImmutableArray<string>> Ignore = Argument.Columns("ignore", "Columns to leave out, such as a row number.").Also("drop", "skip");

    /// <summary>Names of the classes, where the file has numbers.</summary>
    public static readonly Argument<ImmutableArray<string>> Classes = Argument.Names("classes", "Names of the classes in rising order when the file gives numbers; those may be 0, 1, 2 … or any other, such as 1 to 7, or -1 and 1.").Also("class_names");

    /// <summary>Shape of a sample, where the columns are pixels.</summary>
    public static readonly Argument<ImmutableArray<int>> Shape = Argument.Dimensions("shape", "Shape of one sample when the columns are pixels, such as 1x8x8; a vector when left out.", required: false);

    /// <summary>Columns of numbers that are categories.</summary>
    public static readonly Argument<ImmutableArray<string>> OneHot = OneHotArgument();

    /// <summary>What becomes of cells without a value.</summary>
    public static readonly Argument<string> Missing = MissingArgument();

    /// <inheritdoc/>
    public override string Name => "csv";

    /// <inheritdoc/>
    public override string Summary => "A table in a text file, one sample a line, parted by commas, semicolons, tabs or blanks. A column of texts becomes one input for each of them (yes and no become one).";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["tsv", "read_csv", "table"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Path, Header, Decimal, Target, Ignore, OneHot, Classes, Shape, Missing];

    /// <summary>What <c>ignore=</c> of a table's line is when it leaves out more columns.</summary>
    internal static string Ignored(Call source, Argument<ImmutableArray<string>> ignore, params IEnumerable<string> columns)
    {
        string[] names = [.. source.Get(ignore).Concat(columns).Select(name => name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') && !char.IsAsciiDigit(name[0]) ? name : $"\"{name}\"")];
        return names.Length == 1 ? names[0] : $"[{string.Join(", ", names)}]";
    }

    /// <summary>The argument of every source that is a table.</summary>
    internal static Argument<string> HeaderArgument() => Argument.Word("header", "Whether the first line names the columns; auto looks (scikit-learn's count header is known too).", ["auto", "true", "false"], "auto").Also("has_header");

    /// <summary>The argument of every source that is a table.</summary>
    internal static Argument<string> DecimalArgument() => Argument.Word("decimal", "What stands before decimals: 2.5, or 2,5 with points between thousands.", ["point", "comma"], "point").Also("decimal_separator");

    /// <summary>The argument of every source that is a table.</summary>
    internal static Argument<ImmutableArray<string>> OneHotArgument() => Argument.Columns("onehot", "Columns whose numbers are categories, such as a zip code or a month, so that each value becomes an input of its own, 1 where the row has it and 0 elsewhere. Columns of texts are taken so by themselves.").Also("one_hot", "categorical", "dummies", "get_dummies", "cat_features");

    /// <summary>The argument of every source that is a table.</summary>
    internal static Argument<string> MissingArgument()
        => Argument.Word("missing", "What becomes of cells that are empty or hold no value, such as ? or NA: an error, drop their rows, or take the column's mean over the training part (of texts the shares of the categories; rows that lack their target are dropped).", ["error", "drop", "mean"], "error",
            spellings: [("raise", "error"), ("skip", "drop"), ("dropna", "drop"), ("impute", "mean"), ("fill", "mean")]);
}
