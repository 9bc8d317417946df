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

    /// <summary>Names of the input columns of a table; empty for images.</summary>
    public ImmutableArray<string> ColumnNames { get; init; } = [];

    /// <summary>Numbers from the beginning of one sample to that of the next: fewer than one has where windows overlap.</summary>
    public int InputStride { get => field == 0 ? Size : field; init; }

    /// <summary>Numbers from the beginning of one target to that of the next.</summary>
    public int TargetStride { get => field == 0 ? Target.Width : field; init; }

    /// <summary>How many samples at the end are the test part, because the source says so.</summary>
    public int TestCount { get; init; }

    /// <summary>Whether samples follow each other in time, so that parts do too unless told otherwise.</summary>
    public bool IsOrdered { get; init; }

    /// <summary>What the inputs can be where their source knows: the tokens of a vocabulary; otherwise null.</summary>
    public Domain? Domain { get; init; }

    /// <summary>The tokens of a text by their number; empty for anything else.</summary>
    public ImmutableArray<string> Vocabulary { get; init; } = [];

    /// <summary>Inputs that hold no number, by their place in <see cref="Inputs"/>, to be filled by the mean of their column; null when nothing is to be filled.</summary>
    public IReadOnlyList<int>? Holes { get; init; }

    /// <summary>Rows that were left out since they lack a value.</summary>
    public int Dropped { get; init; }

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

    /// <summary>Least and greatest value, mean and deviation of every input column; empty for images.</summary>
    public ImmutableArray<ColumnFacts> DescribeColumns()
    {
        if (ColumnNames.IsEmpty)
        {
            return [];
        }
        // Windows of a series overlap: every row of the table counts once.
        var width = ColumnNames.Length;
        var rows = Inputs.Length / width;
        var (low, high) = (new double[width], new double[width]);
        var (sum, squares) = (new double[width], new double[width]);
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
        return [.. ColumnNames.Select((name, i) => new ColumnFacts(name, low[i], high[i], sum[i] / rows, Math.Sqrt(squares[i] / rows)) { First = [.. Enumerable.Range(0, Math.Min(FirstRows, rows)).Select(row => (double)Inputs[(row * width) + i])] })];
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
