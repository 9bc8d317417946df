using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Kernels;

namespace Nnet.Engine.Optimizers;

/// <summary>
/// m ← β₁m + (1−β₁)g; v ← β₂v + (1−β₂)g²; w ← w − η/(1−β₁ᵗ) · m / (√v/√(1−β₂ᵗ) + ε), as in PyTorch. Weight decay is
/// either part of the gradient (Adam) or takes its share of the weight directly (AdamW).
/// </summary>
internal struct AdamUpdate<T, V>(double beta1, double beta2, double epsilon, double decay, bool decoupled) : IUpdate<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    private readonly V _beta1 = V.Constant(beta1);
    private readonly V _rest1 = V.Constant(1 - beta1);
    private readonly V _beta2 = V.Constant(beta2);
    private readonly V _rest2 = V.Constant(1 - beta2);
    private readonly V _epsilon = V.Constant(epsilon);
    private readonly V _coupled = V.Constant(decoupled ? 0 : decay);
    // A number, since other devices are given numbers alone.
    private readonly double _decoupledDecay = decoupled ? decay : 0;
    private V _kept;
    private V _rate;
    private V _correction;

    public void Prepare(long step, double learningRate)
    {
        _kept = V.Constant(1 - (learningRate * _decoupledDecay));
        _rate = V.Constant(-learningRate / (1 - Math.Pow(beta1, step)));
        _correction = V.Constant(1 / Math.Sqrt(1 - Math.Pow(beta2, step)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly V Move(V value, V gradient, ref V first, ref V second, ref V third)
    {
        gradient = V.Fma(_coupled, value, gradient);
        first = Elementary.Flush<T, V>(V.Fma(_beta1, first, _rest1 * gradient));
        second = Elementary.Flush<T, V>(V.Fma(_beta2, second, _rest2 * gradient * gradient));
        return V.Fma(_rate, first / V.Fma(V.Sqrt(second), _correction, _epsilon), value * _kept);
    }
}
