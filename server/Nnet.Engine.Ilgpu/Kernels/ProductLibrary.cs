using ILGPU;
using ILGPU.Runtime;

namespace Nnet.Engine.Ilgpu.Kernels;

/// <summary>C = A·B + what is kept of C, of matrices whose rows lie one after the other.</summary>
/// <param name="A">A, or its transpose.</param>
/// <param name="RowOfA">From a row of what A is given as to the next.</param>
/// <param name="TurnsA">Whether its transpose is given: rows of it are columns of A.</param>
/// <param name="B">B.</param>
/// <param name="RowOfB">From a row to the next.</param>
/// <param name="C">C.</param>
/// <param name="RowOfC">From a row to the next.</param>
/// <param name="Rows">Rows of A and C.</param>
/// <param name="Columns">Columns of B and C.</param>
/// <param name="Depth">Length of the sums.</param>
/// <param name="Kept">Whether the product is added to C.</param>
internal readonly record struct PlainProduct(ArrayView<float> A, int RowOfA, bool TurnsA, ArrayView<float> B, int RowOfB, ArrayView<float> C, int RowOfC, int Rows, int Columns, int Depth, bool Kept);

/// <summary>A library of the device's maker that multiplies large matrices faster than kernels that are written here.</summary>
internal abstract class ProductLibrary : IDisposable
{
    /// <summary>Whether a product of that size is better left to it.</summary>
    public abstract bool Wants(long rows, long columns, long depth);

    /// <summary>Starts a product where it is told; always the same object.</summary>
    public Action<AcceleratorStream, Index1D, PlainProduct> Kernel => field ??= (stream, _, product) => Multiply(stream, product);

    /// <summary>Starts a product.</summary>
    protected abstract void Multiply(AcceleratorStream stream, PlainProduct product);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}
