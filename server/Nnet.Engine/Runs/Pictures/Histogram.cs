namespace Nnet.Engine.Runs.Pictures;

/// <summary>
/// How numbers are spread over the same bins, epoch after epoch. Where too many numbers lie outside, the bins become twice as wide,
/// and what was counted before is put together two by two, so that all epochs stay comparable.
/// </summary>
public sealed class Histogram
{
    /// <summary>Number of bins.</summary>
    public const int Bins = 32;

    // A range that has to grow begins so much wider than what is seen first.
    private const float Room = 1.25f;

    // So large a share of the numbers may lie outside, and is counted at the edge: one giant must not hide all others.
    private const double MostOutside = 0.01;

    // Twice as wide still has a width.
    private const float Largest = 1e30f;

    private readonly List<byte[]> _columns = [];
    private readonly bool _isSymmetric;
    private readonly bool _grows;
    private float _low;
    private float _high;

    private Histogram(float low, float high, bool grows)
        => (_low, _high, _grows, _isSymmetric) = (low, high, grows, grows && low < 0);

    /// <summary>Over a range that is known.</summary>
    public static Histogram Between(float low, float high) => new(low, high, grows: false);

    /// <summary>To both sides of zero, as far as it has to be.</summary>
    public static Histogram AroundZero() => new(-1, 1, grows: true);

    /// <summary>From zero on, as far as it has to be.</summary>
    public static Histogram FromZero() => new(0, 1, grows: true);

    /// <summary>Counts the numbers of an epoch. What is not finite is not counted.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="history">The epochs, this one the newest.</param>
    public void Add(ReadOnlySpan<float> values, EpochHistory history)
    {
        byte[][] kept = [.. history.Kept.Where(index => index < _columns.Count).Select(index => _columns[index])];
        _columns.Clear();
        _columns.AddRange(kept);
        var (finite, largest) = (0, 0f);
        foreach (var value in values)
        {
            if (float.IsFinite(value))
            {
                finite++;
                largest = Math.Max(largest, Math.Abs(value));
            }
        }
        if (_grows && _columns.Count == 0)
        {
            _high = Math.Clamp(Room * largest, 1e-6f, Largest);
            _low = _isSymmetric ? -_high : 0;
        }
        var bins = new int[Bins];
        while (Count(values, bins) > MostOutside * finite && _grows && _high < Largest)
        {
            Widen();
        }
        _columns.Add(Shares(bins));
    }

    /// <summary>Begins with what an earlier process counted.</summary>
    /// <param name="earlier">What it told.</param>
    /// <param name="columns">How many of its epochs are to stay.</param>
    public void GoOn(SpreadOverTime earlier, int columns)
    {
        (_low, _high) = (earlier.Low, earlier.High);
        _columns.Clear();
        _columns.AddRange(earlier.Shares.Chunk(Bins).Take(columns));
    }

    /// <summary>What was counted so far.</summary>
    public SpreadOverTime Tell() => new(_low, _high, [.. _columns.SelectMany(column => column)]);

    // How many lie outside; they are counted in the bin next to them.
    private int Count(ReadOnlySpan<float> values, int[] bins)
    {
        Array.Clear(bins);
        var outside = 0;
        var scale = Bins / (_high - _low);
        foreach (var value in values)
        {
            if (float.IsFinite(value))
            {
                bins[(int)Math.Clamp((value - _low) * scale, 0, Bins - 1)]++;
                outside += value < _low || value > _high ? 1 : 0;
            }
        }
        return outside;
    }

    private void Widen()
    {
        var first = _isSymmetric ? Bins / 4 : 0;
        for (var column = 0; column < _columns.Count; column++)
        {
            var sums = new int[Bins];
            for (var bin = 0; bin < Bins; bin += 2)
            {
                sums[first + (bin / 2)] = _columns[column][bin] + _columns[column][bin + 1];
            }
            _columns[column] = Shares(sums);
        }
        (_low, _high) = (2 * _low, 2 * _high);
    }

    // Bytes in proportion to the fullest bin; what is there at all is to be seen.
    private static byte[] Shares(int[] bins)
    {
        var most = Math.Max(1, bins.Max());
        return [.. bins.Select(count => (byte)(((255L * count) + most - 1) / most))];
    }
}
