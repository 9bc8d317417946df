using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using Nnet.Engine.Ilgpu.Kernels;

namespace Nnet.Engine.Ilgpu.Backends;

/// <summary>
/// NVIDIA's cuBLAS, where it is installed. It has to show on a small product that it computes what is meant before it is trusted: where it
/// does not load or does not agree, the kernels that are written here do all the work.
/// </summary>
internal sealed class Cublas : ProductLibrary
{
    /// <summary>Multiply-accumulates below which a product does not fill a card, so that a kernel with everything in it is as good.</summary>
    private const long Least = 1L << 24;

    private readonly CuBlas _library;

    private Cublas(CuBlas library) => _library = library;

    /// <summary>The library for a device, or null.</summary>
    /// <param name="card">The device.</param>
    /// <param name="stream">Where it is told what to do.</param>
    public static Cublas? Find(CudaAccelerator card, CudaStream stream)
    {
        Cublas? found = null;
        try
        {
            found = new Cublas(new CuBlas(card) { Stream = stream });
            if (found.Agrees(card, stream))
            {
                return found;
            }
        }
        catch (Exception problem) when (problem is CuBlasException or DllNotFoundException or EntryPointNotFoundException or NotSupportedException or BadImageFormatException)
        {
            // Not installed, or of a version that is not known.
        }
        found?.Dispose();
        return null;
    }

    /// <inheritdoc/>
    public override bool Wants(long rows, long columns, long depth) => rows * columns * depth >= Least;

    /// <inheritdoc/>
    // The library knows matrices whose columns lie one after the other: our rows are its columns, so it computes Cᵀ = Bᵀ·Aᵀ.
    protected override void Multiply(AcceleratorStream stream, PlainProduct p) => _library.Gemm(
        CuBlasOperation.NonTranspose,
        p.TurnsA ? CuBlasOperation.Transpose : CuBlasOperation.NonTranspose,
        p.Columns,
        p.Rows,
        p.Depth,
        1,
        p.B,
        p.RowOfB,
        p.A,
        p.RowOfA,
        p.Kept ? 1 : 0,
        p.C,
        p.RowOfC);

    /// <inheritdoc/>
    public override void Dispose() => _library.Dispose();

    // 2×3 times 3×2, A both ways, and added to what is there.
    private bool Agrees(CudaAccelerator accelerator, CudaStream stream)
    {
        using var a = accelerator.Allocate1D<float>([1, 2, 3, 4, 5, 6]);
        using var turned = accelerator.Allocate1D<float>([1, 4, 2, 5, 3, 6]);
        using var b = accelerator.Allocate1D<float>([7, 8, 9, 10, 11, 12]);
        using var c = accelerator.Allocate1D<float>([1, 1, 1, 1]);
        Multiply(stream, new(a.View.BaseView, 3, false, b.View.BaseView, 2, c.View.BaseView, 2, 2, 2, 3, true));
        var added = c.GetAsArray1D(stream);
        Multiply(stream, new(turned.View.BaseView, 2, true, b.View.BaseView, 2, c.View.BaseView, 2, 2, 2, 3, false));
        return added is [59, 65, 140, 155] && c.GetAsArray1D(stream) is [58, 64, 139, 154];
    }
}
