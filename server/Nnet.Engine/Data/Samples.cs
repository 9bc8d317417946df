using System.Collections.Immutable;
using Nnet.Language.Data;
using Nnet.Language.Graph;

namespace Nnet.Engine.Data;

/// <summary>Everything that a source holds, in its order: before it is parted and normalised.</summary>
/// <param name="Count">Number of samples.</param>
/// <param name="Shape">Shape of one sample.</param>
/// <param name="Inputs">All samples, one after the other: Count × Shape.Count numbers.</param>
/// <param name="Target">What is to be predicted.</param>
/// <param name="Targets">Count × Target.Width numbers, a class being its number; empty when the file has no truth.</param>
public sealed record Samples(int Count, Shape Shape, float[] Inputs, TargetFacts Target, float[] Targets)
{
    // As many as a person takes in at a glance.
    private const int FirstRows = 3;

    /// <summary>Names of the input columns of a table; empty for images.</summary>
    public ImmutableArray<string> ColumnNames { get; init; } = [];

    /// <summary>Numbers in one sample.</summary>
    public int Size => (int)Shape.Count;

    /// <summary>Whether the truth is known.</summary>
    public bool HasTargets => Targets.Length > 0;

    /// <summary>The numbers of one sample.</summary>
    public ReadOnlySpan<float> Row(int index) => Inputs.AsSpan(index * Size, Size);

    /// <summary>Least and greatest value, mean and deviation of every input column; empty for images.</summary>
    public ImmutableArray<ColumnFacts> DescribeColumns()
    {
        if (ColumnNames.IsEmpty)
        {
            return [];
        }
        var (low, high) = (new double[Size], new double[Size]);
        var (sum, squares) = (new double[Size], new double[Size]);
        Row(0).ToArray().Select(value => (double)value).ToArray().CopyTo(low, 0);
        low.CopyTo(high, 0);
        for (var row = 0; row < Count; row++)
        {
            var values = Row(row);
            for (var column = 0; column < values.Length; column++)
            {
                double value = values[column];
                low[column] = Math.Min(low[column], value);
                high[column] = Math.Max(high[column], value);
                sum[column] += value;
            }
        }
        // The second pass around the mean keeps the deviation exact where values are large and their spread is small.
        for (var row = 0; row < Count; row++)
        {
            var values = Row(row);
            for (var column = 0; column < values.Length; column++)
            {
                var distance = values[column] - (sum[column] / Count);
                squares[column] += distance * distance;
            }
        }
        return [.. ColumnNames.Select((name, i) => new ColumnFacts(name, low[i], high[i], sum[i] / Count, Math.Sqrt(squares[i] / Count)) { First = [.. Enumerable.Range(0, Math.Min(FirstRows, Count)).Select(row => (double)Row(row)[i])] })];
    }

    /// <summary>The interval that all inputs lie in.</summary>
    public Domain DescribeDomain()
    {
        var (low, high) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (var value in Inputs)
        {
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }
        return Domain.Interval(low, high);
    }
}
