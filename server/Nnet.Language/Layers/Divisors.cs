using Nnet.Language.Definitions;
using Nnet.Language.Findings;

namespace Nnet.Language.Layers;

/// <summary>What layers say that part something into equal groups.</summary>
internal static class Divisors
{
    private const int Shown = 12;

    /// <summary>Reports a number that does not divide all of <paramref name="parted"/>, with those that do and the nearest as a fix.</summary>
    /// <param name="site">The layer in its place.</param>
    /// <param name="argument">The argument that gives the number.</param>
    /// <param name="given">The number.</param>
    /// <param name="message">What does not work out: a sentence.</param>
    /// <param name="parted">What it should divide.</param>
    public static void Report(LayerSite site, Argument argument, int given, string message, params ReadOnlySpan<int> parted)
    {
        var all = Of(parted);
        var list = all.Count <= Shown ? string.Join(", ", all) : $"{string.Join(", ", all.Take(Shown - 2))} … {all[^1]}";
        var nearest = all.Where(divisor => divisor > 1).DefaultIfEmpty(1).MinBy(divisor => Math.Abs(divisor - given));
        var numbers = parted.Length > 1 && parted[0] != parted[1] ? $"both {parted[0]} and {parted[1]}" : $"{parted[0]}";
        site.Report(LayerFindings.UnevenGroups, $"{message} {(all.Count == 1 ? $"Only 1 divides {numbers}." : $"{numbers} {(parted.Length > 1 && parted[0] != parted[1] ? "are" : "is")} divided by {list}.")}", argument, Fixes.SetArgument(site.Call, argument, $"{nearest}"));
    }

    private static List<int> Of(ReadOnlySpan<int> numbers)
    {
        var common = numbers[0];
        foreach (var number in numbers)
        {
            common = (int)System.Numerics.BigInteger.GreatestCommonDivisor(common, number);
        }
        var (small, large) = (new List<int>(), new List<int>());
        for (var divisor = 1; (long)divisor * divisor <= common; divisor++)
        {
            if (common % divisor == 0)
            {
                small.Add(divisor);
                if (common / divisor != divisor)
                {
                    large.Insert(0, common / divisor);
                }
            }
        }
        return [.. small, .. large];
    }
}
