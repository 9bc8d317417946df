namespace Nnet.Language.Layers.Activations;

/// <summary>The standard normal distribution.</summary>
public static class Normal
{
    /// <summary>Density φ(x).</summary>
    public static double Density(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

    /// <summary>Probability Φ(x) of a value below <paramref name="x"/>, to about 1e-15 (Marsaglia 2004: a Taylor series about zero).</summary>
    public static double Cumulative(double x)
    {
        if (x < -38)
        {
            return 0;
        }
        if (x > 8.3)
        {
            return 1;
        }
        if (x < -6)
        {
            // The series cancels in the far tail; the continued fraction of the complementary error function does not.
            var fraction = 0.0;
            for (var k = 40; k >= 1; k--)
            {
                fraction = k / (-x + fraction);
            }
            return Density(x) / (-x + fraction);
        }
        var (sum, term, square) = (x, x, x * x);
        for (var i = 3; Math.Abs(term) > 1e-17 * Math.Abs(sum); i += 2)
        {
            term *= square / i;
            sum += term;
        }
        return 0.5 + (sum * Density(x));
    }
}
