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

    /// <summary>Whether the sample itself is the target of the model's last line.</summary>
    public bool TargetIsInput => TargetOf("") is { } line && IsSample(line);

    /// <summary>The lines that say what is fed into the inputs of a model.</summary>
    public IEnumerable<Call> Features => Settings.Where(call => call.Definition is FeaturesSetting);

    /// <summary>The lines that give outputs of a model a target of their own.</summary>
    public IEnumerable<Call> OtherTargets => Settings.Where(call => call.Definition is TargetSetting && call.Get(TargetSetting.Output).Length > 0);

    /// <summary>Whether some line speaks of a model with several inputs.</summary>
    public bool NamesInputs => Features.Any(call => call.Get(FeaturesSetting.Input).Length > 0);

    /// <summary>The line that gives an output its target, or null.</summary>
    /// <param name="output">The output's name; empty for the model's last line.</param>
    public Call? TargetOf(string output) => Settings.FirstOrDefault(call => call.Definition is TargetSetting && call.Get(TargetSetting.Output) == output);

    /// <summary>The same as if an output were the model's last line.</summary>
    public DataSpec Only(string output)
    {
        var own = TargetOf(output);
        return this with { Settings = [.. Settings.Where(call => call.Definition is not TargetSetting || (own is null && call == TargetOf(""))), .. own is null ? [] : new[] { own with { Values = own.Values.Without(TargetSetting.Output) } }] };
    }

    /// <summary>Whether a line makes the sample itself the target.</summary>
    public static bool IsSample(Call target) => target.Get(TargetSetting.What) is [TargetSetting.Sample];

    /// <summary>The names of what a network is fed with, in their order: columns, texts of columns, and what <c>features</c> computes. Empty for images.</summary>
    /// <param name="columns">The columns of the table, as far as they are known.</param>
    public ImmutableArray<string> InputNames(ImmutableArray<ColumnFacts> columns)
    {
        ColumnFacts? TextOf(Formula formula) => formula is Formula.Variable { Name: var name } ? columns.FirstOrDefault(column => column.Name == name && column.IsText) : null;
        return Features.Any()
            ? [.. Features.SelectMany(line => FormulasOf(line, columns.Select(column => column.Name))).SelectMany(formula => TextOf(formula)?.InputNames ?? [formula.Source])]
            : [.. columns.SelectMany(column => column.InputNames)];
    }

    /// <summary>What a line of features feeds in: its expressions, or where it has none the columns that no other line names.</summary>
    /// <param name="line">The line.</param>
    /// <param name="columns">The columns of the table.</param>
    public ImmutableArray<Formula> FormulasOf(Call line, IEnumerable<string> columns)
    {
        if (line.Get(FeaturesSetting.Expressions) is { IsEmpty: false } given)
        {
            return given;
        }
        var taken = Features.SelectMany(other => other.Get(FeaturesSetting.Expressions)).SelectMany(formula => formula.Variables).Concat(TargetColumns).ToHashSet(StringComparer.Ordinal);
        return [.. columns.Where(column => !taken.Contains(column)).Select(column => new Formula.Variable(column) { Source = column })];
    }

    /// <summary>The columns that outputs learn beside those that the source names, so that they are fed in nowhere.</summary>
    public IEnumerable<string> TargetColumns => OtherTargets.Where(line => !IsSample(line)).SelectMany(line => line.Get(TargetSetting.What));
}

/// <summary>What a look at the data shows, without training on it.</summary>
/// <param name="Rows">Number of samples.</param>
/// <param name="Input">Shape and domain of one sample, after <c>features</c> and before normalisation.</param>
/// <param name="Target">What is to be predicted.</param>
public sealed record DataFacts(int Rows, TensorType Input, TargetFacts Target)
{
    /// <summary>The columns of a table; empty for images.</summary>
    public ImmutableArray<ColumnFacts> Columns { get; init; } = [];

    /// <summary>What is fed into each input that the block names; empty where it names none.</summary>
    public ImmutableArray<InputFacts> Inputs { get; init; } = [];

    /// <summary>What outputs learn that have a target of their own, by their names.</summary>
    public ImmutableDictionary<string, TargetFacts> Targets { get; init; } = ImmutableDictionary<string, TargetFacts>.Empty;

    /// <summary>What an output is to give.</summary>
    /// <param name="output">Its name; empty for the model's last line.</param>
    public TargetFacts TargetOf(string output) => Targets.GetValueOrDefault(output, Target);

    /// <summary>Columns of dates, which say which row is older and are no inputs.</summary>
    public ImmutableArray<string> Dates { get; init; } = [];

    /// <summary>Columns of a table in which different numbers become the same.</summary>
    public ImmutableArray<MergedValues> Merged { get; init; } = [];
}

/// <summary>A column whose numbers are so large that different ones become the same in single precision.</summary>
/// <param name="Column">Its name.</param>
/// <param name="One">One of its numbers.</param>
/// <param name="Other">Another one.</param>
/// <param name="Number">What both become.</param>
/// <param name="Share">The share of rows whose number becomes that of another.</param>
public sealed record MergedValues(string Column, decimal One, decimal Other, float Number, double Share);

/// <summary>What is fed into one of several inputs.</summary>
/// <param name="Name">The input's name.</param>
/// <param name="Type">Shape and domain of its part of a sample, texts being an input for each of their categories.</param>
/// <param name="Columns">The columns and expressions that it is made of.</param>
public sealed record InputFacts(string Name, TensorType Type, ImmutableArray<ColumnFacts> Columns);

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

    /// <summary>The names of its inputs: its own, <c>sex=female</c>, or <c>pixels[7]</c> where it is an array.</summary>
    public IEnumerable<string> InputNames => IsText ? Categories.TakeLast(Inputs).Select(category => $"{Name}={category.Name}") : Inputs == 1 ? [Name] : Enumerable.Range(0, Inputs).Select(i => $"{Name}[{i}]");
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
