using System.Numerics;
using Nnet.Engine.Kernels;

namespace Nnet.Engine.Optimizers;

/// <summary>The mathematics of an optimizer, for a register of parameters.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">Register.</typeparam>
public interface IUpdate<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    /// <summary>Sets what is the same for all parameters of a step. What follows from the number of the step follows from it alone, so that a resumed run goes on alike.</summary>
    /// <param name="step">Number of the step, from one.</param>
    /// <param name="learningRate">Step size.</param>
    void Prepare(long step, double learningRate);

    /// <summary>The new value; what is kept from step to step is changed in place. It begins at zero.</summary>
    V Move(V value, V gradient, ref V first, ref V second, ref V third);
}
