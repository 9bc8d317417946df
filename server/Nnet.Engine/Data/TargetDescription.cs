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
            _isWhole = _isWhole && value == MathF.Floor(value) && value is > -MostClasses and < MostClasses;
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
        int[] values = [.. _counts.Keys.Order()];
        if (!AreOwnNumbers(values, named ? names.Length : null))
        {
            // A number without samples is a class all the same: the file has none of it by chance.
            values = [.. Enumerable.Range(0, Math.Max(values[^1] + 1, named ? names.Length : 0))];
        }
        return facts with
        {
            Low = named ? 0 : _low,
            Classes = values.Length,
            ClassCounts = [.. values.Select(value => _counts.GetValueOrDefault(value))],
            ClassNames = [.. values.Select((value, i) => named && i < names.Length ? names[i] : value.ToString(CultureInfo.InvariantCulture))],
            ClassValues = values[0] == 0 && values[^1] == values.Length - 1 ? [] : [.. values],
            IsNamed = named,
        };
    }

    // Whether classes go by the numbers that there are, as 1, 2, 3 do, or 2 and 4, or -1 and 1, and not by 0, 1, 2 …
    private static bool AreOwnNumbers(int[] values, int? names)
        => names is { } count ? count == values.Length && (values[0] < 0 || count <= values[^1]) : values[0] < 0 || (values[0] > 0 && values.Length > 1);
}
