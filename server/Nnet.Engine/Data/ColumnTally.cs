namespace Nnet.Engine.Data;

/// <summary>
/// Least, greatest, mean and deviation of columns in one pass (Welford 1962), which stays exact where values are large and
/// their spread is small. What is no number is left out.
/// </summary>
/// <param name="width">Number of columns.</param>
internal sealed class ColumnTally(int width)
{
    private readonly long[] _counts = new long[width];
    private readonly double[] _means = new double[width];
    private readonly double[] _squares = new double[width];
    private readonly float[] _low = [.. Enumerable.Repeat(float.PositiveInfinity, width)];
    private readonly float[] _high = [.. Enumerable.Repeat(float.NegativeInfinity, width)];

    /// <summary>Number of columns.</summary>
    public int Width => width;

    /// <summary>Adds a row.</summary>
    public void Add(ReadOnlySpan<float> row)
    {
        for (var column = 0; column < row.Length; column++)
        {
            var value = row[column];
            if (float.IsNaN(value))
            {
                continue;
            }
            var distance = value - _means[column];
            _means[column] += distance / ++_counts[column];
            _squares[column] += distance * (value - _means[column]);
            _low[column] = Math.Min(_low[column], value);
            _high[column] = Math.Max(_high[column], value);
        }
    }

    /// <summary>Numbers in a column.</summary>
    public long Count(int column) => _counts[column];

    /// <summary>The mean of a column.</summary>
    public double Mean(int column) => _means[column];

    /// <summary>The deviation of a column around its mean.</summary>
    public double Deviation(int column) => _counts[column] == 0 ? 0 : Math.Sqrt(_squares[column] / _counts[column]);

    /// <summary>The least value of a column.</summary>
    public float Low(int column) => _low[column];

    /// <summary>The greatest value of a column.</summary>
    public float High(int column) => _high[column];

    /// <summary>Whether a column has no number at all.</summary>
    public bool IsEmpty(int column) => _counts[column] == 0;
}
