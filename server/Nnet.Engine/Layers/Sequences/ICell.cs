using System.Numerics;
using Nnet.Engine.Kernels;

namespace Nnet.Engine.Layers.Sequences;

/// <summary>
/// What a recurrent layer does with the sums of one unit at one place: a register of samples. Sums stand gate by gate; forward leaves in
/// their places what backward needs, backward their gradients.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">Register.</typeparam>
internal unsafe interface ICell<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    /// <summary>Sums of one unit.</summary>
    static abstract int Gates { get; }

    /// <summary>Whether a further number of every unit is kept at every place, and what it is.</summary>
    static abstract CellMemory Memory { get; }

    /// <summary>Computes the state of a unit.</summary>
    /// <param name="sums">The first sum.</param>
    /// <param name="gate">From a sum to the next.</param>
    /// <param name="memory">The further number.</param>
    /// <param name="memoryBefore">That of the place before; null at the first.</param>
    /// <param name="before">The state at the place before.</param>
    V Forward(T* sums, nint gate, T* memory, T* memoryBefore, V before);

    /// <summary>Turns the gradient of the state into those of the sums.</summary>
    /// <param name="sums">What forward left.</param>
    /// <param name="gate">From a sum to the next.</param>
    /// <param name="memory">The further number.</param>
    /// <param name="memoryBefore">That of the place before; null at the first.</param>
    /// <param name="state">The state.</param>
    /// <param name="before">The state at the place before.</param>
    /// <param name="gradient">The state's gradient.</param>
    /// <param name="carried">Gradient that the further number (of a memory) or the state before (of a candidate) gets directly; read and written.</param>
    void Backward(T* sums, nint gate, T* memory, T* memoryBefore, V state, V before, V gradient, T* carried);
}

/// <summary>What a cell keeps beside its state.</summary>
internal enum CellMemory
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A memory that goes on from place to place (lstm).</summary>
    Carried,

    /// <summary>The last gate's sum over the state, which does not simply add to that over the input (gru).</summary>
    Candidate,
}
