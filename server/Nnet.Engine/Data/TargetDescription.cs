using System.Collections.Immutable;
using System.Globalization;
using Nnet.Language.Data;

namespace Nnet.Engine.Data;

/// <summary>Works out what a column of targets can be.</summary>
internal static class TargetDescription
{
    /// <summary>More whole numbers than this are surely values.</summary>
    private const int MostClasses = 100_000;

    /// <summary>Describes numbers that may be classes and may be values.</summary>
    /// <param name="targets">All targets, sample by sample.</param>
    /// <param name="width">Numbers per sample.</param>
    /// <param name="names">Names of the classes, or empty.</param>
    public static TargetFacts Of(ReadOnlySpan<float> targets, int width, ImmutableArray<string> names = default)
    {
        var (low, high, whole) = (double.PositiveInfinity, double.NegativeInfinity, true);
        foreach (var value in targets)
        {
            low = Math.Min(low, value);
            high = Math.Max(high, value);
            whole &= value == MathF.Floor(value);
        }
        var facts = new TargetFacts(width, low, high);
        if (width > 1 || !whole || low < 0 || high >= MostClasses)
        {
            return facts;
        }
        var named = !names.IsDefaultOrEmpty;
        var counts = new int[Math.Max((int)high + 1, named ? names.Length : 0)];
        foreach (var value in targets)
        {
            counts[(int)value]++;
        }
        return facts with
        {
            Low = named ? 0 : low,
            Classes = counts.Length,
            ClassCounts = [.. counts],
            ClassNames = [.. Enumerable.Range(0, counts.Length).Select(i => named && i < names.Length ? names[i] : i.ToString(CultureInfo.InvariantCulture))],
            IsNamed = named,
        };
    }
}
