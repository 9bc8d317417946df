using System.Globalization;

namespace Nnet.Engine.Runs;

/// <summary>The vertical axis of a loss curve: linear, or logarithmic where the losses span more than a factor of 30.</summary>
/// <param name="Low">Loss at the bottom.</param>
/// <param name="High">Loss at the top.</param>
/// <param name="IsLogarithmic">Whether equal factors are equal lengths.</param>
public sealed record LossAxis(double Low, double High, bool IsLogarithmic)
{
    /// <summary>The axis that suits some losses, and whether a first peak had to be cut off.</summary>
    public static (LossAxis Axis, bool IsCut) For(IReadOnlyList<double> losses)
    {
        var finite = losses.Where(double.IsFinite).Order().ToArray();
        if (finite.Length == 0)
        {
            return (new LossAxis(0, 1, false), false);
        }
        var (low, high) = (finite[0], finite[^1]);
        if (low > 0 && high / low > 30)
        {
            return (new LossAxis(low / 1.2, high * 1.2, true), false);
        }
        // A peak that few points reach would press everything else to the bottom.
        var usual = finite[(int)((finite.Length - 1) * 0.97)];
        var cut = finite.Length > 10 && high - low > 2 * (usual - low) && usual > low;
        high = cut ? usual : high;
        return (new LossAxis(low >= 0 ? 0 : low, high > 0 ? high * 1.05 : 1, false), cut);
    }

    /// <summary>Where a loss lies: 0 at the bottom, 1 at the top, more beyond it.</summary>
    public double PlaceOf(double loss)
        => IsLogarithmic ? Math.Log(Math.Max(loss, 1e-300) / Low) / Math.Log(High / Low) : (loss - Low) / (High - Low);

    /// <summary>Four or five round losses.</summary>
    public IEnumerable<double> Ticks
    {
        get
        {
            if (!IsLogarithmic)
            {
                var step = NiceStep((High - Low) / 4.5);
                for (var i = Math.Ceiling(Low / step); i * step <= High; i++)
                {
                    yield return i * step;
                }
                yield break;
            }
            var decades = Math.Log10(High / Low);
            double[] within = decades < 3.2 ? [1, 3] : [1];
            var every = Math.Max(1, (int)Math.Ceiling(decades / 5));
            for (var power = (int)Math.Floor(Math.Log10(Low)); power <= Math.Log10(High); power += every)
            {
                foreach (var tick in within.Select(digit => digit * Math.Pow(10, power)).Where(tick => tick >= Low && tick <= High))
                {
                    yield return tick;
                }
            }
        }
    }

    /// <summary>A loss in few digits: <c>2.30</c>, <c>0.081</c>, <c>3e-5</c>.</summary>
    public static string Label(double loss) => !double.IsFinite(loss) ? "no number" : (Math.Abs(loss) switch
    {
        0 => "0",
        >= 10000 or < 0.0005 => loss.ToString("0.#e0", CultureInfo.InvariantCulture),
        >= 100 => loss.ToString("0", CultureInfo.InvariantCulture),
        >= 10 => loss.ToString("0.#", CultureInfo.InvariantCulture),
        >= 1 => loss.ToString("0.##", CultureInfo.InvariantCulture),
        >= 0.1 => loss.ToString("0.###", CultureInfo.InvariantCulture),
        _ => loss.ToString("0.####", CultureInfo.InvariantCulture),
    });

    /// <summary>The round number (1, 2, 5 times a power of ten) next above.</summary>
    public static double NiceStep(double step)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        return (step / power) switch
        {
            <= 1 => power,
            <= 2 => 2 * power,
            <= 5 => 5 * power,
            _ => 10 * power,
        };
    }
}
