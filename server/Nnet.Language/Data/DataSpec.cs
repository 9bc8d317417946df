using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;
using Nnet.Language.Text;

namespace Nnet.Language.Data;

/// <summary>A <c>data</c> block: where samples come from and how they are prepared.</summary>
/// <param name="Name">The block's name.</param>
/// <param name="NameSpan">Where it is named.</param>
/// <param name="Span">The whole block.</param>
/// <param name="Settings">Its lines, as far as they could be bound.</param>
/// <param name="File">Path of the file that says it, for relative paths; null when it has none.</param>
public sealed record DataSpec(string Name, Span NameSpan, Span Span, ImmutableArray<Call> Settings, string? File)
{
    /// <summary>The text that the spans are of, when it is another file's (<c>use</c>); null for the analysed text.</summary>
    public SourceText? Foreign { get; init; }

    /// <summary>Whether every line could be bound, so that a setting which is not found is not there.</summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>The line of that setting, or null.</summary>
    public Call? Find<T>()
        where T : DataSetting
        => Settings.FirstOrDefault(call => call.Definition is T);

    /// <summary>The line that says where samples come from, or null.</summary>
    public Call? Source => Find<DataSource>();

    /// <summary>Whether the sample itself is the target.</summary>
    public bool TargetIsInput => Find<TargetSetting>() is not null;

    /// <summary>The names of what a network is fed with, in their order: columns, texts of columns, and what <c>features</c> computes. Empty for images.</summary>
    /// <param name="columns">The columns of the table, as far as they are known.</param>
    public ImmutableArray<string> InputNames(ImmutableArray<ColumnFacts> columns)
    {
        ColumnFacts? TextOf(Formula formula) => formula is Formula.Variable { Name: var name } ? columns.FirstOrDefault(column => column.Name == name && column.IsText) : null;
        return Find<FeaturesSetting>() is { } features
            ? [.. features.Get(FeaturesSetting.Expressions).SelectMany(formula => TextOf(formula)?.InputNames ?? [formula.Source])]
            : [.. columns.SelectMany(column => column.InputNames)];
    }
}

/// <summary>What a look at the data shows, without training on it.</summary>
/// <param name="Rows">Number of samples.</param>
/// <param name="Input">Shape and domain of one sample, after <c>features</c> and before normalisation.</param>
/// <param name="Target">What is to be predicted.</param>
public sealed record DataFacts(int Rows, TensorType Input, TargetFacts Target)
{
    /// <summary>The columns of a table; empty for images.</summary>
    public ImmutableArray<ColumnFacts> Columns { get; init; } = [];

    /// <summary>Columns of dates, which say which row is older and are no inputs.</summary>
    public ImmutableArray<string> Dates { get; init; } = [];
}

/// <summary>What is to be predicted. A column of whole numbers can be classes and values: the loss decides.</summary>
/// <param name="Width">Numbers per sample; 1 for a class.</param>
/// <param name="Low">Least value; 0 for classes given by name.</param>
/// <param name="High">Greatest value.</param>
public sealed record TargetFacts(int Width, double Low, double High)
{
    /// <summary>Number of classes, or null when the targets cannot be classes.</summary>
    public int? Classes { get; init; }

    /// <summary>Names of the classes; numbers as text where there are no names.</summary>
    public ImmutableArray<string> ClassNames { get; init; } = [];

    /// <summary>Samples of each class.</summary>
    public ImmutableArray<int> ClassCounts { get; init; } = [];

    /// <summary>The number that the data has for each class, in rising order; empty where a class has its own place as number, or a name alone.</summary>
    public ImmutableArray<int> ClassValues { get; init; } = [];

    /// <summary>Whether classes are given by name, so that they cannot be values.</summary>
    public bool IsNamed { get; init; }
}

/// <summary>A column of a table; where it holds texts, the numbers are those of its first input.</summary>
/// <param name="Name">Its name, or x1, x2 … where the file has none.</param>
/// <param name="Low">Least value.</param>
/// <param name="High">Greatest value.</param>
/// <param name="Mean">Mean.</param>
/// <param name="Deviation">Standard deviation.</param>
public sealed record ColumnFacts(string Name, double Low, double High, double Mean, double Deviation)
{
    /// <summary>Its values in the first rows, for people to look at.</summary>
    public ImmutableArray<double> First { get; init; } = [];

    /// <summary>How many inputs become of it.</summary>
    public int Inputs { get; init; } = 1;

    /// <summary>The texts that it holds, in the order of their inputs; empty for numbers.</summary>
    public ImmutableArray<CategoryFacts> Categories { get; init; } = [];

    /// <summary>Whether it holds texts.</summary>
    public bool IsText => !Categories.IsEmpty;

    /// <summary>The names of its inputs: its own, or <c>sex=female</c>.</summary>
    public IEnumerable<string> InputNames => !IsText ? [Name] : Categories.TakeLast(Inputs).Select(category => $"{Name}={category.Name}");
}

/// <summary>A text in a column of texts.</summary>
/// <param name="Name">The text.</param>
/// <param name="Count">Rows that hold it.</param>
public sealed record CategoryFacts(string Name, int Count);

/// <summary>What came of a look at the data: facts, or one problem.</summary>
public abstract record DataLook
{
    private DataLook()
    {
    }

    /// <summary>The data can be read.</summary>
    public sealed record Seen(DataFacts Facts) : DataLook;

    /// <summary>The data cannot be read.</summary>
    /// <param name="Kind">What kind of problem.</param>
    /// <param name="Message">What was seen, where (the line of the data file too), and what to do.</param>
    /// <param name="At">The argument to blame, or null for the source's word.</param>
    /// <param name="Suggestion">What to write there instead, or null.</param>
    public sealed record Unreadable(FindingKind Kind, string Message, Argument? At, string? Suggestion = null) : DataLook;
}

/// <summary>Looks at the world for the checks: the language itself reads no files and knows no machine. Whoever does gives this in.</summary>
public interface IDataProbe
{
    /// <summary>Looks at the data of a block, or gives null when nothing is known of it yet. Never throws; answers quickly, from a cache where the file has not changed.</summary>
    DataLook? Look(DataSpec data);

    /// <summary>Bytes of memory of the machine that would train, or null when that is not known.</summary>
    long? Memory => null;
}
