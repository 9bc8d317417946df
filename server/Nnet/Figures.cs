using System.Globalization;

namespace Nnet;

/// <summary>Numbers as people read them, the same in hovers, lenses, tables and progress.</summary>
public static class Figures
{
    /// <summary>A whole number with its thousands parted: <c>61,706</c>.</summary>
    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A count with its noun: <c>1 row</c>, <c>150 rows</c>.</summary>
    public static string Count(long number, string noun) => $"{Count(number)} {noun}{(number == 1 ? "" : "s")}";

    /// <summary>Multiply-accumulates: <c>640 MACs</c>, <c>0.42 M MACs</c>, <c>1.8 G MACs</c>.</summary>
    public static string Macs(long macs) => macs switch
    {
        < 100_000 => Count(macs, "MAC"),
        < 100_000_000 => $"{Short(macs / 1e6)} M MACs",
        < 1_000_000_000_000 => $"{Short(macs / 1e9)} G MACs",
        _ => $"{Short(macs / 1e12)} T MACs",
    };

    /// <summary>A size in powers of ten: <c>812 B</c>, <c>18.8 kB</c>, <c>0.9 MB</c>.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1_000 => $"{bytes} B",
        < 100_000 => $"{Short(bytes / 1e3)} kB",
        < 100_000_000 => $"{Short(bytes / 1e6)} MB",
        < 1_000_000_000_000 => $"{Short(bytes / 1e9)} GB",
        _ => $"{Short(bytes / 1e12)} TB",
    };

    /// <summary>A share: <c>98.3%</c>.</summary>
    public static string Percent(double share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + "%";

    /// <summary>A loss or another measured number: <c>0.081</c>, <c>2.303</c>, <c>8.1e-5</c>, <c>NaN</c>.</summary>
    public static string Measure(double value)
    {
        var size = Math.Abs(value);
        return size switch
        {
            0 => "0",
            < 0.001 or >= 1e6 => value.ToString("0.0e0", CultureInfo.InvariantCulture),
            < 10 => value.ToString("0.###", CultureInfo.InvariantCulture),
            < 1000 => value.ToString("0.#", CultureInfo.InvariantCulture),
            _ when double.IsNaN(value) => "NaN",
            _ => value.ToString("N0", CultureInfo.InvariantCulture),
        };
    }

    // Two figures that matter: 0.42, 1.8, 18.8, 124.
    private static string Short(double value) => value.ToString(value switch
    {
        < 0.1 => "0.###",
        < 1 => "0.##",
        < 100 => "0.#",
        _ => "0",
    }, CultureInfo.InvariantCulture);
}
