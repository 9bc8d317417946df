using Nnet.Engine.Kernels;
using Nnet.Language.Layers.Activations;
using Xunit;

namespace Nnet.Engine.Tests;

/// <summary>The elementary functions against the runtime's, in double and single precision.</summary>
public unsafe class ElementaryTests
{
    private static readonly double[] s_places =
    [
        .. Enumerable.Range(-400, 801).Select(i => i * 0.025), .. Enumerable.Range(-80, 161).Select(i => i * 1.0),
        .. Enumerable.Range(1, 30).SelectMany(i => new[] { Math.Pow(10, -i), -Math.Pow(10, -i) }),
    ];

    [Fact]
    public void Exp() => Check(x => Elementary.Exp<float, Lanes256<float>>(x), x => Elementary.Exp<double, Lanes256<double>>(x), Math.Exp);

    [Fact]
    public void Tanh() => Check(x => Elementary.Tanh<float, Lanes256<float>>(x), x => Elementary.Tanh<double, Lanes256<double>>(x), Math.Tanh);

    [Fact]
    public void Sigmoid() => Check(x => Elementary.Sigmoid<float, Lanes256<float>>(x), x => Elementary.Sigmoid<double, Lanes256<double>>(x), x => 1 / (1 + Math.Exp(-x)));

    [Fact]
    public void Softplus() => Check(x => Elementary.Softplus<float, Lanes256<float>>(x), x => Elementary.Softplus<double, Lanes256<double>>(x), x => x > 30 ? x : x < -10 ? Math.Exp(x) - (Math.Exp(2 * x) / 2) : Math.Log(1 + Math.Exp(x)));

    [Fact]
    public void Exp_minus_one() => Check(x => Elementary.ExpMinusOne<float, Lanes256<float>>(x), x => Elementary.ExpMinusOne<double, Lanes256<double>>(x), x => Math.Abs(x) < 1e-5 ? x + (x * x / 2) : Math.Exp(x) - 1, x => x <= 0);

    [Fact]
    public void Normal_cumulative() // Further left, rounding x² alone costs more than this; the value is below 1e-4 there.
        => Check(x => Elementary.NormalCumulative<float, Lanes256<float>>(x), x => Elementary.NormalCumulative<double, Lanes256<double>>(x), Normal.Cumulative, x => x > -4);

    [Fact]
    public void Exp_at_the_ends()
    {
        Assert.Equal(float.PositiveInfinity, One(x => Elementary.Exp<float, Lanes256<float>>(x), 89));
        Assert.Equal(0, One(x => Elementary.Exp<float, Lanes256<float>>(x), -104));
        Assert.Equal(float.NaN, One(x => Elementary.Exp<float, Lanes256<float>>(x), float.NaN));
        Assert.Equal(float.NaN, One(x => Elementary.Tanh<float, Lanes256<float>>(x), float.NaN));
        Assert.Equal(1, One(x => Elementary.Tanh<float, Lanes256<float>>(x), float.PositiveInfinity));
    }

    private static void Check(Func<Lanes256<float>, Lanes256<float>> single, Func<Lanes256<double>, Lanes256<double>> twofold, Func<double, double> expected, Func<double, bool>? where = null)
    {
        foreach (var x in s_places.Where(where ?? (_ => true)))
        {
            // The single-precision function sees the rounded place, so it is compared there.
            var rounded = (double)(float)x;
            Close(expected(rounded), One(single, (float)x), 1e-6, rounded);
            Close(expected(x), One(twofold, x), 1e-9, x);
        }
    }

    private static double One(Func<Lanes256<double>, Lanes256<double>> function, double x)
    {
        var lanes = stackalloc double[4];
        Lanes256<double>.Store(function(Lanes256<double>.Broadcast(x)), lanes);
        return lanes[0];
    }

    private static float One(Func<Lanes256<float>, Lanes256<float>> function, float x)
    {
        var lanes = stackalloc float[8];
        Lanes256<float>.Store(function(Lanes256<float>.Broadcast(x)), lanes);
        return lanes[0];
    }

    private static void Close(double expected, double actual, double relative, double x)
        => Assert.True(Math.Abs(expected - actual) <= (relative * Math.Abs(expected)) + 1.2e-38, $"at {x}: expected {expected}, got {actual}");
}
