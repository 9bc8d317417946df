using System.Collections.Immutable;
using Nnet.Language.Data;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Engine.Data;

/// <summary>
/// An affine map of the inputs, (x − offset) · scale, fitted on the training part alone so that nothing of the other
/// parts leaks in. A table has one pair for each column, images have one pair for all pixels.
/// </summary>
/// <param name="Method"><c>standard</c>, <c>minmax</c> or <c>none</c>.</param>
/// <param name="Offset">What is subtracted; one number, or one for each column.</param>
/// <param name="Scale">What is multiplied by; 0 for a constant column, which carries nothing.</param>
public sealed record Normalization(string Method, ImmutableArray<float> Offset, ImmutableArray<float> Scale)
{
    /// <summary>The mean of every column of the table, for cells without a number; empty where none are filled.</summary>
    public ImmutableArray<float> Means { get; init; } = [];

    /// <summary>The map that changes nothing.</summary>
    public static Normalization None { get; } = new("none", [], []);

    /// <summary>Columns that have one value in the whole training part.</summary>
    public IEnumerable<int> ConstantColumns => Enumerable.Range(0, Scale.Length).Where(column => Scale[column] == 0);

    /// <summary>Fits the map that a data block asks for.</summary>
    /// <param name="data">The data block.</param>
    /// <param name="samples">All samples.</param>
    /// <param name="train">Numbers of the samples to learn from.</param>
    public static Normalization Fit(DataSpec data, Samples samples, ReadOnlySpan<int> train)
    {
        var method = data.Find<NormalizeSetting>()?.Get(NormalizeSetting.Method) ?? "none";
        if (method == "none")
        {
            return None;
        }
        if (samples.Domain is { Kind: DomainKind.Tokens })
        {
            throw new DataException(DataFindings.WrongFormat, "normalize scales quantities, and the numbers of tokens are none: leave it out.", NormalizeSetting.Method);
        }
        // The rows of a series have columns as those of a table; pictures have one scale.
        var columns = samples.Shape.Rank == 1 || samples.Shape.IsSequence ? samples.Shape[^1] : 1;
        var spread = new Spread(columns);
        foreach (var row in train)
        {
            spread.Add(samples.Row(row));
        }
        spread.BeginSquares();
        foreach (var row in train)
        {
            spread.AddSquares(samples.Row(row));
        }
        return new Normalization(
            method,
            [.. Enumerable.Range(0, columns).Select(column => (float)(method == "standard" ? spread.Mean(column) : spread.Low[column]))],
            [.. Enumerable.Range(0, columns).Select(column => Inverse(spread.Low[column] == spread.High[column] ? 0 : method == "standard" ? spread.Deviation(column) : spread.High[column] - spread.Low[column]))]);
    }

    /// <summary>Maps samples in place.</summary>
    /// <param name="inputs">Whole samples, one after the other.</param>
    public void Apply(Span<float> inputs)
    {
        if (Scale.Length == 1)
        {
            var (offset, scale) = (Offset[0], Scale[0]);
            foreach (ref var value in inputs)
            {
                value = (value - offset) * scale;
            }
        }
        else if (Scale.Length > 1)
        {
            for (var start = 0; start < inputs.Length; start += Scale.Length)
            {
                for (var column = 0; column < Scale.Length; column++)
                {
                    inputs[start + column] = (inputs[start + column] - Offset[column]) * Scale[column];
                }
            }
        }
    }

    /// <summary>A mapped number as it was before.</summary>
    /// <param name="value">The mapped number.</param>
    /// <param name="column">Its column.</param>
    public float Invert(float value, int column)
    {
        if (Scale.IsEmpty)
        {
            return value;
        }
        column %= Scale.Length;
        return Scale[column] == 0 ? Offset[column] : (value / Scale[column]) + Offset[column];
    }

    private static float Inverse(double width) => width == 0 ? 0 : (float)(1 / width);

    /// <summary>Least, greatest, mean and deviation of columns, the deviation in a second pass, which keeps it exact.</summary>
    private sealed class Spread(int columns)
    {
        private readonly double[] _sum = new double[columns];
        private readonly double[] _squares = new double[columns];
        private long _count;

        public double[] Low { get; } = [.. Enumerable.Repeat(double.PositiveInfinity, columns)];

        public double[] High { get; } = [.. Enumerable.Repeat(double.NegativeInfinity, columns)];

        public void Add(ReadOnlySpan<float> row)
        {
            for (int i = 0, column = 0; i < row.Length; i++, column = column + 1 < columns ? column + 1 : 0)
            {
                _sum[column] += row[i];
                Low[column] = Math.Min(Low[column], row[i]);
                High[column] = Math.Max(High[column], row[i]);
            }
            _count += row.Length / columns;
        }

        public void BeginSquares()
        {
            for (var column = 0; column < columns; column++)
            {
                _sum[column] /= _count;
            }
        }

        public void AddSquares(ReadOnlySpan<float> row)
        {
            for (int i = 0, column = 0; i < row.Length; i++, column = column + 1 < columns ? column + 1 : 0)
            {
                var distance = row[i] - _sum[column];
                _squares[column] += distance * distance;
            }
        }

        public double Mean(int column) => _sum[column];

        public double Deviation(int column) => Math.Sqrt(_squares[column] / _count);
    }
}
