using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Language.Layers.Activations;

namespace Nnet.Engine.Kernels;

/// <summary>Elementary functions on registers: single precision to about two units in the last place, double to about 1e-15.</summary>
public static class Elementary
{
    /// <summary>eˣ; results below the smallest normal number are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<T, V>(V x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        // e^x = 2^n · e^r with |r| ≤ ln 2 / 2; n·ln 2 is subtracted in two parts so that r keeps all its bits.
        if (V.IsSingle)
        {
            var clamped = V.Min(V.Max(x, V.Constant(-87.33654)), V.Constant(88.72283));
            var n = V.Min(V.Round(clamped * V.Constant(1.4426950408889634)), V.Constant(127));
            var r = V.Fma(n, V.Constant(-0.693359375), clamped);
            r = V.Fma(n, V.Constant(2.12194440e-4), r);
            var p = V.Fma(V.Constant(1.0 / 5040), r, V.Constant(1.0 / 720));
            p = V.Fma(p, r, V.Constant(1.0 / 120));
            p = V.Fma(p, r, V.Constant(1.0 / 24));
            p = V.Fma(p, r, V.Constant(1.0 / 6));
            p = V.Fma(p, r, V.Constant(0.5));
            p = V.Fma(p * r, r, r + V.Constant(1));
            var y = V.Scale(p, n);
            // The clamps also hide NaN and overflow: say them where they belong.
            y = V.Select(V.Greater(x, V.Constant(88.72283)), V.Constant(double.PositiveInfinity), y);
            y = V.Select(V.Greater(V.Constant(-87.33654), x), V.Zero, y);
            return V.Select(V.Equal(x, x), y, x);
        }
        else
        {
            var clamped = V.Min(V.Max(x, V.Constant(-708.39)), V.Constant(709.78));
            var n = V.Min(V.Round(clamped * V.Constant(1.4426950408889634)), V.Constant(1023));
            var r = V.Fma(n, V.Constant(-0.693145751953125), clamped);
            r = V.Fma(n, V.Constant(-1.42860682030941723212e-6), r);
            var p = V.Constant(1.0 / 87178291200.0);
            p = V.Fma(p, r, V.Constant(1.0 / 6227020800.0));
            p = V.Fma(p, r, V.Constant(1.0 / 479001600.0));
            p = V.Fma(p, r, V.Constant(1.0 / 39916800.0));
            p = V.Fma(p, r, V.Constant(1.0 / 3628800.0));
            p = V.Fma(p, r, V.Constant(1.0 / 362880.0));
            p = V.Fma(p, r, V.Constant(1.0 / 40320.0));
            p = V.Fma(p, r, V.Constant(1.0 / 5040.0));
            p = V.Fma(p, r, V.Constant(1.0 / 720.0));
            p = V.Fma(p, r, V.Constant(1.0 / 120.0));
            p = V.Fma(p, r, V.Constant(1.0 / 24.0));
            p = V.Fma(p, r, V.Constant(1.0 / 6.0));
            p = V.Fma(p, r, V.Constant(0.5));
            p = V.Fma(p * r, r, r + V.Constant(1));
            var y = V.Scale(p, n);
            y = V.Select(V.Greater(x, V.Constant(709.78)), V.Constant(double.PositiveInfinity), y);
            y = V.Select(V.Greater(V.Constant(-708.39), x), V.Zero, y);
            return V.Select(V.Equal(x, x), y, x);
        }
    }

    /// <summary>
    /// The value, or zero where its magnitude is below 1e-30. What decays step by step ends among the subnormal numbers,
    /// on which the machine is many times slower.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Flush<T, V>(V value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        => V.Select(V.Greater(V.Constant(1e-30), V.Abs(value)), V.Zero, value);

    /// <summary>1 / (1 + e⁻ˣ), exact in both tails.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid<T, V>(V x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        => V.Constant(1) / (V.Constant(1) + Exp<T, V>(-x));

    /// <summary>tanh x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh<T, V>(V x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        if (V.IsSingle)
        {
            // A quotient of polynomials in x², fitted to 2e-8 relative up to 9.02, where single precision is at 1.
            var clamped = V.Min(V.Constant(9.02), V.Max(V.Constant(-9.02), x));
            var s = clamped * clamped;
            var p = V.Fma(V.Constant(1.3319183244388631e-08), s, V.Constant(2.0583570580478267e-05));
            p = V.Fma(p, s, V.Constant(0.0034940404033227176));
            p = V.Fma(p, s, V.Constant(0.13379723014055392));
            p = V.Fma(p, s, V.Constant(0.9999999790625382));
            var q = V.Fma(V.Constant(7.762067616105888e-07), s, V.Constant(0.00032831020969385126));
            q = V.Fma(q, s, V.Constant(0.025871095893128918));
            q = V.Fma(q, s, V.Constant(0.4671303826694099));
            q = V.Fma(q, s, V.Constant(1));
            return V.Min(V.Constant(1), V.Max(V.Constant(-1), clamped * p / q));
        }
        // (1 − e⁻²ˣ) / (1 + e⁻²ˣ), and where that would cancel Lambert's continued fraction.
        var magnitude = V.Abs(x);
        var decay = Exp<T, V>(magnitude * V.Constant(-2));
        var far = (V.Constant(1) - decay) / (V.Constant(1) + decay);
        far = V.Select(V.Greater(V.Zero, x), -far, far);
        var square = x * x;
        var tail = V.Fma(square, V.Constant(1.0 / 15), V.Constant(13));
        tail = V.Constant(11) + (square / tail);
        tail = V.Constant(9) + (square / tail);
        tail = V.Constant(7) + (square / tail);
        tail = V.Constant(5) + (square / tail);
        tail = V.Constant(3) + (square / tail);
        tail = V.Constant(1) + (square / tail);
        return V.Select(V.Greater(magnitude, V.Constant(0.6)), far, x / tail);
    }

    /// <summary>log(1 + eˣ) without overflow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Softplus<T, V>(V x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        => V.Max(V.Zero, x) + LogOnePlus<T, V>(Exp<T, V>(-V.Abs(x)));

    /// <summary>log(1 + u) for 0 ≤ u ≤ 1, to full relative accuracy (Kahan's correction of the rounded sum).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LogOnePlus<T, V>(V u)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        var one = V.Constant(1);
        var sum = one + u;
        var difference = sum - one;
        var corrected = V.Log(sum) * (u / difference);
        return V.Select(V.Equal(difference, V.Zero), u, corrected);
    }

    /// <summary>eˣ − 1 without cancellation near zero: 2t / (1 − t) with t = tanh(x/2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ExpMinusOne<T, V>(V x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        var t = Tanh<T, V>(x * V.Constant(0.5));
        return (t + t) / (V.Constant(1) - t);
    }

    /// <summary>Density φ(x) of the standard normal distribution.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V NormalDensity<T, V>(V x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        => V.Constant(0.3989422804014327) * Exp<T, V>(x * x * V.Constant(-0.5));

    /// <summary>Probability Φ(x) of a standard normal number below x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V NormalCumulative<T, V>(V x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        => NormalCumulative<T, V>(x, NormalDensity<T, V>(x));

    /// <summary>Probability Φ(x) of a standard normal number below x, when its density φ(x) is known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V NormalCumulative<T, V>(V x, V density)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        if (!V.IsSingle)
        {
            return ExactNormalCumulative<T, V>(x);
        }
        // The tail is φ(x) times a smooth function, here a polynomial in t = 1/(1 + 0.3|x|) fitted to 4e-9 of e^(−x²/2).
        var magnitude = V.Abs(x);
        var t = V.Constant(1) / V.Fma(magnitude, V.Constant(0.3), V.Constant(1));
        var p = V.Fma(V.Constant(-0.02061291612321874), t, V.Constant(0.11237624450065975));
        p = V.Fma(p, t, V.Constant(-0.22806859474197763));
        p = V.Fma(p, t, V.Constant(0.19158311035567843));
        p = V.Fma(p, t, V.Constant(-0.07924849024085154));
        p = V.Fma(p, t, V.Constant(0.09605842885917446));
        p = V.Fma(p, t, V.Constant(0.07842538004591403));
        p = V.Fma(p, t, V.Constant(0.1102273647269469));
        p = V.Fma(p, t, V.Constant(0.11957283658131848));
        p = V.Fma(p, t, V.Constant(0.11968663431250334));
        var tail = p * t * density * V.Constant(2.5066282746310002);
        return V.Select(V.Greater(x, V.Zero), V.Constant(1) - tail, tail);
    }

    // Double precision serves the checks, so it may take its time for the last digits.
    internal static unsafe V ExactNormalCumulative<T, V>(V x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        var lanes = stackalloc T[V.Count];
        V.Store(x, lanes);
        for (var i = 0; i < V.Count; i++)
        {
            lanes[i] = T.CreateChecked(Normal.Cumulative(double.CreateChecked(lanes[i])));
        }
        return V.Load(lanes);
    }
}
