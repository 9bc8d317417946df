using System.Collections.Immutable;
using System.Globalization;
using Nnet.Language.Data;

namespace Nnet.Engine.Data;

/// <summary>Works out what a column of targets can be.</summary>
internal static class TargetDescription
{
    /// <summary>Describes numbers that may be classes and may be values.</summary>
    /// <param name="targets">All targets, sample by sample.</param>
    /// <param name="width">Numbers per sample.</param>
    /// <param name="names">Names of the classes, or empty.</param>
    public static TargetFacts Of(ReadOnlySpan<float> targets, int width, ImmutableArray<string> names = default)
    {
        var tally = new TargetTally();
        tally.Add(targets);
        return tally.Facts(width, names);
    }
}

/// <summary>Counts targets on their way, in memory that does not grow with them.</summary>
internal sealed class TargetTally
{
    // More whole numbers than this are surely values.
    private const int MostClasses = 100_000;

    private readonly Dictionary<int, int> _counts = [];
    private double _low = double.PositiveInfinity;
    private double _high = double.NegativeInfinity;
    private bool _isWhole = true;

    /// <summary>Adds targets.</summary>
    public void Add(ReadOnlySpan<float> targets)
    {
        foreach (var value in targets)
        {
            _low = Math.Min(_low, value);
            _high = Math.Max(_high, value);
            _isWhole = _isWhole && value == MathF.Floor(value) && value is >= 0 and < MostClasses;
            if (_isWhole)
            {
                System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_counts, (int)value, out _)++;
            }
        }
    }

    /// <summary>What they can be.</summary>
    /// <param name="width">Numbers per sample.</param>
    /// <param name="names">Names of the classes, or empty.</param>
    public TargetFacts Facts(int width, ImmutableArray<string> names = default)
    {
        var facts = new TargetFacts(width, _low, _high);
        if (width > 1 || !_isWhole || _counts.Count == 0)
        {
            return facts;
        }
        var named = !names.IsDefaultOrEmpty;
        var counts = new int[Math.Max((int)_high + 1, named ? names.Length : 0)];
        foreach (var (value, count) in _counts)
        {
            counts[value] = count;
        }
        return facts with
        {
            Low = named ? 0 : _low,
            Classes = counts.Length,
            ClassCounts = [.. counts],
            ClassNames = [.. Enumerable.Range(0, counts.Length).Select(i => named && i < names.Length ? names[i] : i.ToString(CultureInfo.InvariantCulture))],
            IsNamed = named,
        };
    }
}
