using System.Numerics;
using System.Runtime.CompilerServices;

namespace Nnet.Engine.Kernels;

/// <summary>Softmax over features, a register of samples at a time.</summary>
public static unsafe class SoftmaxKernel
{
    /// <summary>Writes weight·softmax(values) and returns log Σ eᵛ. Values and results may be the same memory.</summary>
    /// <param name="values">First feature.</param>
    /// <param name="results">Where the first result goes.</param>
    /// <param name="stride">From a feature to the next.</param>
    /// <param name="features">Number of features.</param>
    /// <param name="weight">What each sample's result is multiplied by.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static V Run<T, V>(T* values, T* results, nint stride, int features, V weight)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        var greatest = V.Load(values);
        for (var i = 1; i < features; i++)
        {
            greatest = V.Max(greatest, V.Load(values + (i * stride)));
        }
        var sum = V.Zero;
        for (var i = 0; i < features; i++)
        {
            var power = Elementary.Exp<T, V>(V.Load(values + (i * stride)) - greatest);
            sum += power;
            V.Store(power, results + (i * stride));
        }
        var scale = weight / sum;
        for (var i = 0; i < features; i++)
        {
            V.Store(V.Load(results + (i * stride)) * scale, results + (i * stride));
        }
        return V.Log(sum) + greatest;
    }
}
