using System.Numerics;
using Nnet.Engine.Kernels;

namespace Nnet.Engine.Optimizers;

/// <summary>What happens to gradients between their computation and the update: penalties and clipping; and the average of what they lead to.</summary>
/// <typeparam name="T">float or double.</typeparam>
public abstract unsafe class GradientMath<T>
    where T : unmanaged
{
    /// <summary>Adds the gradient of the penalties l1·Σ|w| + l2/2·Σw² to that of <paramref name="count"/> parameters.</summary>
    public abstract void Penalize(T* values, T* gradients, double l1, double l2, int count);

    /// <summary>Brings every gradient into ±<paramref name="limit"/>; what is not a number stays.</summary>
    public abstract void Clamp(T* gradients, double limit, int count);

    /// <summary>Multiplies every gradient.</summary>
    public abstract void Scale(T* gradients, double factor, int count);

    /// <summary>average ← average + share·(values − average).</summary>
    public abstract void Blend(T* averages, T* values, double share, int count);

    /// <summary>Adds <paramref name="count"/> gradients to others.</summary>
    public abstract void Add(T* gradients, T* sums, int count);

    /// <summary>Σg², always added in the same order.</summary>
    public abstract double SumOfSquares(T* gradients, int count);
}

/// <summary>The same on registers.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">Register.</typeparam>
internal sealed unsafe class GradientMath<T, V> : GradientMath<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    // Registers that are added up in single precision before they enter the sum, so that long sums lose no digits.
    private const int Run = 64;

    public override void Penalize(T* values, T* gradients, double l1, double l2, int count)
    {
        var i = 0;
        for (; i <= count - V.Count; i += V.Count)
        {
            var w = V.Load(values + i);
            var sign = V.Select(V.Greater(w, V.Zero), V.Constant(l1), V.Select(V.Greater(V.Zero, w), V.Constant(-l1), V.Zero));
            V.Store(V.Load(gradients + i) + V.Fma(V.Constant(l2), w, sign), gradients + i);
        }
        for (; i < count; i++)
        {
            gradients[i] += (T.CreateChecked(l2) * values[i]) + (T.CreateChecked(l1) * T.CreateChecked(values[i] > T.Zero ? 1 : values[i] < T.Zero ? -1 : 0));
        }
    }

    public override void Clamp(T* gradients, double limit, int count)
    {
        var i = 0;
        for (; i <= count - V.Count; i += V.Count)
        {
            V.Store(V.Min(V.Constant(limit), V.Max(V.Constant(-limit), V.Load(gradients + i))), gradients + i);
        }
        for (var most = T.CreateChecked(limit); i < count; i++)
        {
            gradients[i] = gradients[i] > most ? most : gradients[i] < -most ? -most : gradients[i];
        }
    }

    public override void Scale(T* gradients, double factor, int count)
    {
        var i = 0;
        for (; i <= count - V.Count; i += V.Count)
        {
            V.Store(V.Load(gradients + i) * V.Constant(factor), gradients + i);
        }
        for (; i < count; i++)
        {
            gradients[i] *= T.CreateChecked(factor);
        }
    }

    public override void Blend(T* averages, T* values, double share, int count)
    {
        var i = 0;
        for (; i <= count - V.Count; i += V.Count)
        {
            var average = V.Load(averages + i);
            V.Store(V.Fma(V.Constant(share), V.Load(values + i) - average, average), averages + i);
        }
        for (; i < count; i++)
        {
            averages[i] = T.FusedMultiplyAdd(T.CreateChecked(share), values[i] - averages[i], averages[i]);
        }
    }

    public override void Add(T* gradients, T* sums, int count)
    {
        var i = 0;
        for (; i <= count - V.Count; i += V.Count)
        {
            V.Store(V.Load(sums + i) + V.Load(gradients + i), sums + i);
        }
        for (; i < count; i++)
        {
            sums[i] += gradients[i];
        }
    }

    public override double SumOfSquares(T* gradients, int count)
    {
        var total = 0.0;
        var i = 0;
        while (i <= count - V.Count)
        {
            var sum = V.Zero;
            for (var run = 0; run < Run && i <= count - V.Count; run++, i += V.Count)
            {
                var g = V.Load(gradients + i);
                sum = V.Fma(g, g, sum);
            }
            total += double.CreateChecked(V.Sum(sum));
        }
        for (; i < count; i++)
        {
            var g = double.CreateChecked(gradients[i]);
            total += g * g;
        }
        return total;
    }
}
