using System.Globalization;

namespace Nnet.Engine.Runs.Trials;

/// <summary>How the loss answers to growing rates: a running mean of the mini-batches' losses, its bias towards the first one corrected (as Adam corrects its moments).</summary>
/// <param name="perDecade">Steps in which the rate grows tenfold.</param>
public sealed class RateCurve(double perDecade)
{
    // The running mean reaches over two thirds of a decade.
    private readonly double _smoothing = 1 - (1 / (0.67 * perDecade));

    // A slope is taken over a third of a decade to both sides.
    private readonly int _window = Math.Max(2, (int)(perDecade / 3));

    private const double Still = 3e-6;

    // Less than this share of the loss is noise, not learning.
    private const double LeastFall = 0.02;
    private const double Shallow = 0.25;

    // So far below the rate of the least loss a run still settles down.
    private const double Calm = 5;

    private readonly List<double> _rates = [];
    private readonly List<double> _losses = [];
    private double _mean;

    /// <summary>The rates, each a factor above the one before.</summary>
    public IReadOnlyList<double> Rates => _rates;

    /// <summary>The smoothed loss at each.</summary>
    public IReadOnlyList<double> Losses => _losses;

    /// <summary>The least of them.</summary>
    public double Least { get; private set; } = double.PositiveInfinity;

    /// <summary>Whether the running mean holds enough mini-batches to be compared with others.</summary>
    public bool IsSettled => _rates.Count > perDecade;

    /// <summary>Adds the loss of a mini-batch.</summary>
    public void Add(double rate, double loss)
    {
        _mean = (_smoothing * _mean) + ((1 - _smoothing) * loss);
        Push(rate, _mean / (1 - Math.Pow(_smoothing, _rates.Count + 1)));
    }

    /// <summary>The mean of several curves over the same rates, as far as all of them go.</summary>
    public static RateCurve Mean(IReadOnlyList<RateCurve> curves, double perDecade)
    {
        var mean = new RateCurve(perDecade);
        for (var i = 0; curves.Count > 0 && i < curves.Min(curve => curve.Rates.Count); i++)
        {
            mean.Push(curves[0].Rates[i], curves.Average(curve => curve.Losses[i]));
        }
        return mean;
    }

    /// <summary>The rate to train with, or null where the loss falls at none.</summary>
    public RateChoice? Suggest()
    {
        if (_losses.Count < 2 * _window || !double.IsFinite(Least))
        {
            return null;
        }
        // No network learns at such rates: what the loss does there is the noise of the mini-batches.
        var still = _losses.Take(Math.Max(2, _rates.FindIndex(rate => rate > Still))).ToArray();
        var lowest = _losses.IndexOf(Least);
        var from = still.Average();
        var noise = Math.Sqrt(still.Average(loss => (loss - from) * (loss - from)));
        var fall = from - Least;
        if (!(fall > Math.Max(LeastFall * Math.Abs(from), 3 * noise)))
        {
            return null;
        }
        // Where the loss leaves its first height for good: there the valley begins.
        var begins = lowest;
        while (begins > 0 && _losses[begins - 1] < from - Math.Max(0.1 * fall, 2 * noise))
        {
            begins--;
        }
        var steepest = Enumerable.Range(begins, lowest - begins + 1).MinBy(SlopeAt);
        var valley = begins + (2 * (lowest - begins) / 3);
        // Where data is hard to learn the sweep ends before the loss has moved much, and its slope is mostly noise. But it still
        // shows where steps become too large: there the loss is worse than untrained. A fifth of that is safe.
        var edge = _losses.FindIndex(lowest, loss => loss > from + Math.Max(2 * noise, LeastFall * Math.Abs(from)));
        // Where the slope is steepest only just before the lowest point, a run of many epochs swings at that rate: a sweep is too short to show it.
        var calm = _rates[lowest] / Calm;
        var (way, rate) = fall < Shallow * Math.Abs(from) && edge > 0 ? ("edge", _rates[edge] / 5)
            : _rates[steepest] > calm ? ("lowest", calm)
            : ("steepest", _rates[steepest]);
        return new RateChoice(Round(rate), way, _rates[steepest], _rates[valley], edge > 0 ? _rates[edge] : null, _rates[lowest], from, Least);
    }

    /// <summary>A rate as people write it.</summary>
    public static string Text(double rate) => rate >= 1e-4 ? rate.ToString("0.######", CultureInfo.InvariantCulture) is var text && text.Length <= 7 ? text : rate.ToString("G2", CultureInfo.InvariantCulture) : rate.ToString("0.#e0", CultureInfo.InvariantCulture);

    private void Push(double rate, double loss)
    {
        _rates.Add(rate);
        _losses.Add(loss);
        // A first few mini-batches may all be easy ones.
        Least = IsSettled ? Math.Min(Least, loss) : Least;
    }

    // Least squares around a point, of the logarithm: losses fall by factors.
    private double SlopeAt(int at)
    {
        var (first, last) = (Math.Max(0, at - _window), Math.Min(_losses.Count - 1, at + _window));
        var (middle, mean) = ((first + last) / 2.0, 0.0);
        for (var i = first; i <= last; i++)
        {
            mean += Math.Log(_losses[i]) / (last - first + 1);
        }
        var (along, squares) = (0.0, 0.0);
        for (var i = first; i <= last; i++)
        {
            along += (i - middle) * (Math.Log(_losses[i]) - mean);
            squares += (i - middle) * (i - middle);
        }
        return along / squares;
    }

    /// <summary>A rate as people choose it: 1, 1.5, 2, 3, 5 or 7 of a decade.</summary>
    public static double Round(double rate)
    {
        var decade = Math.Pow(10, Math.Floor(Math.Log10(rate)));
        double[] steps = [1, 1.5, 2, 3, 5, 7, 10];
        var digit = steps.MinBy(step => Math.Abs(Math.Log(rate / decade / step)));
        return double.Parse((digit * decade).ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}

/// <summary>A rate, and why.</summary>
/// <param name="Rate">The rate, rounded.</param>
/// <param name="Way"><c>steepest</c>; <c>lowest</c> for a fifth of the lowest, where the slope is steepest right before it; or <c>edge</c> for a fifth of the edge, where the loss falls too little for a slope.</param>
/// <param name="Steepest">Where the loss falls fastest.</param>
/// <param name="Valley">Two thirds of the way from where it begins to fall to where it is lowest.</param>
/// <param name="Edge">Where it becomes worse than before, or null where it does at no rate that was tried.</param>
/// <param name="Lowest">Where it is lowest.</param>
/// <param name="From">The loss before it falls.</param>
/// <param name="To">The loss where it is lowest.</param>
public sealed record RateChoice(double Rate, string Way, double Steepest, double Valley, double? Edge, double Lowest, double From, double To);
