using System.Collections.Immutable;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Engine.Data;

/// <summary>Everything that a source holds, in its order: before it is parted and normalised.</summary>
/// <param name="Count">Number of samples.</param>
/// <param name="Shape">Shape of one sample.</param>
/// <param name="Inputs">All samples; one begins <see cref="InputStride"/> numbers behind the one before.</param>
/// <param name="Target">What is to be predicted.</param>
/// <param name="Targets">All targets, a class being its number; one begins <see cref="TargetStride"/> numbers behind the one before. Empty when the file has no truth.</param>
public sealed record Samples(int Count, Shape Shape, float[] Inputs, TargetFacts Target, float[] Targets)
{
    // As many as a person takes in at a glance.
    internal const int FirstRows = 3;

    /// <summary>The columns of a table that the inputs become of; empty for images.</summary>
    public ImmutableArray<TableColumn> Columns { get; init; } = [];

    /// <summary>Names of the inputs that become of one row of a table; empty for images.</summary>
    public ImmutableArray<string> InputNames => [.. Columns.SelectMany(column => column.Inputs)];

    /// <summary>Numbers that become of one row of a table; of images, those of a sample.</summary>
    public int RowWidth => Columns.IsEmpty ? Size : Columns.Sum(column => column.Width);

    /// <summary>Where the targets lie among the inputs of a row, where they are inputs of other samples too; otherwise empty.</summary>
    public ImmutableArray<int> TargetInputs { get; init; } = [];

    /// <summary>Numbers from the beginning of one sample to that of the next: fewer than one has where windows overlap.</summary>
    public int InputStride { get => field == 0 ? Size : field; init; }

    /// <summary>Numbers from the beginning of one target to that of the next.</summary>
    public int TargetStride { get => field == 0 ? Target.Width : field; init; }

    /// <summary>How many samples at the end are the test part, because the source says so.</summary>
    public int TestCount { get; init; }

    /// <summary>Whether samples follow each other in time, so that parts do too unless told otherwise.</summary>
    public bool IsOrdered { get; init; }

    /// <summary>Columns of dates, which say which sample is older and are no inputs.</summary>
    public ImmutableArray<string> Dates { get; init; } = [];

    /// <summary>Columns in which different numbers become the same.</summary>
    public ImmutableArray<MergedValues> Merged { get; init; } = [];

    /// <summary>What the inputs can be where their source knows: the tokens of a vocabulary; otherwise null.</summary>
    public Domain? Domain { get; init; }

    /// <summary>The tokens of a text by their number; empty for anything else.</summary>
    public ImmutableArray<string> Vocabulary { get; init; } = [];

    /// <summary>Inputs that hold no number, by their place in <see cref="Inputs"/>, to be filled by the mean of their column; null when nothing is to be filled.</summary>
    public IReadOnlyList<int>? Holes { get; init; }

    /// <summary>Targets that hold no number, by their place in <see cref="Targets"/>, to be filled as the inputs that they are too.</summary>
    public IReadOnlyList<int> TargetHoles { get; init; } = [];

    /// <summary>Rows that were left out since they lack a value.</summary>
    public int Dropped { get; init; }

    /// <summary>What stood in columns of texts that a network was not trained with.</summary>
    public ImmutableArray<UnknownCategory> Unknown { get; init; } = [];

    /// <summary>Numbers in one sample.</summary>
    public int Size => (int)Shape.Count;

    /// <summary>Whether the truth is known.</summary>
    public bool HasTargets => Targets.Length > 0;

    /// <summary>The numbers of one sample.</summary>
    public ReadOnlySpan<float> Row(int index) => Inputs.AsSpan(index * InputStride, Size);

    /// <summary>The target of one sample.</summary>
    public ReadOnlySpan<float> TargetOf(int index) => Targets.AsSpan(index * TargetStride, Target.Width);

    /// <summary>These samples and behind them those of a test part.</summary>
    /// <param name="test">The test part, of the same shape and kind.</param>
    /// <param name="at">The argument to blame if it is of another.</param>
    /// <exception cref="DataException">Its samples have another shape or other targets.</exception>
    internal Samples WithTest(Samples test, Argument? at)
    {
        if (!test.Shape.Equals(Shape) || test.Target.Width != Target.Width || test.HasTargets != HasTargets)
        {
            throw new DataException(DataFindings.WrongFormat, $"The samples to learn from are {Shape} with {Target.Width} targets, but those to test with are {test.Shape} with {test.Target.Width}.", at);
        }
        float[] targets = [.. Targets, .. test.Targets];
        return this with
        {
            Count = Count + test.Count,
            Inputs = [.. Inputs, .. test.Inputs],
            Targets = targets,
            Target = HasTargets ? TargetDescription.Of(targets, Target.Width, Target.IsNamed ? Target.ClassNames : []) : Target,
            TestCount = test.Count,
        };
    }

    /// <summary>Least and greatest value, mean and deviation of every column of a table, or its categories; empty for images.</summary>
    public ImmutableArray<ColumnFacts> DescribeColumns()
    {
        if (Columns.IsEmpty)
        {
            return [];
        }
        // Windows of a series overlap: every row of the table counts once.
        var width = RowWidth;
        var rows = Inputs.Length / width;
        var (low, high) = (new double[width], new double[width]);
        var (sum, squares, ones) = (new double[width], new double[width], new int[width]);
        Inputs.Take(width).Select(value => (double)value).ToArray().CopyTo(low, 0);
        low.CopyTo(high, 0);
        for (var row = 0; row < rows; row++)
        {
            var values = Inputs.AsSpan(row * width, width);
            for (var column = 0; column < width; column++)
            {
                double value = values[column];
                low[column] = Math.Min(low[column], value);
                high[column] = Math.Max(high[column], value);
                sum[column] += value;
                ones[column] += value == 1 ? 1 : 0;
            }
        }
        // The second pass around the mean keeps the deviation exact where values are large and their spread is small.
        for (var row = 0; row < rows; row++)
        {
            var values = Inputs.AsSpan(row * width, width);
            for (var column = 0; column < width; column++)
            {
                var distance = values[column] - (sum[column] / rows);
                squares[column] += distance * distance;
            }
        }
        return DescribeColumns(Columns, rows, place => ones[place], place => new ColumnFacts("", low[place], high[place], sum[place] / rows, Math.Sqrt(squares[place] / rows))
        {
            First = [.. Enumerable.Range(0, Math.Min(FirstRows, rows)).Select(row => (double)Inputs[(row * width) + place])],
        });
    }

    /// <summary>Columns of a table, as what is known of the inputs that become of them tells.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="rows">Rows of the table.</param>
    /// <param name="ones">How many rows have a 1 in the input at a place.</param>
    /// <param name="numbers">What is known of the input at a place.</param>
    internal static ImmutableArray<ColumnFacts> DescribeColumns(ImmutableArray<TableColumn> columns, int rows, Func<int, int> ones, Func<int, ColumnFacts> numbers)
    {
        var facts = ImmutableArray.CreateBuilder<ColumnFacts>(columns.Length);
        var place = 0;
        foreach (var column in columns)
        {
            var first = place;
            facts.Add(Together([.. Enumerable.Range(first, column.IsArray ? column.Width : 1).Select(numbers)]) with { Name = column.Name, Inputs = column.Width, Categories = [.. column.Categories.Select((name, i) => new CategoryFacts(name, column.InputOf(i) is >= 0 and var input ? ones(first + input) : rows - ones(first)))] });
            place += column.Width;
        }
        return facts.MoveToImmutable();
    }

    // What is known of an array from what is known of its numbers, of which each sample has one.
    private static ColumnFacts Together(ColumnFacts[] numbers)
    {
        var mean = numbers.Average(number => number.Mean);
        return numbers is [var only] ? only : new ColumnFacts("", numbers.Min(number => number.Low), numbers.Max(number => number.High), mean, Math.Sqrt(numbers.Average(number => (number.Deviation * number.Deviation) + ((number.Mean - mean) * (number.Mean - mean))))) { First = numbers[0].First };
    }

    /// <summary>The interval that all inputs lie in.</summary>
    public Domain DescribeDomain()
    {
        if (Domain is { } known)
        {
            return known;
        }
        var (low, high) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (var value in Inputs)
        {
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }
        return Language.Graph.Domain.Interval(low, high);
    }
}
