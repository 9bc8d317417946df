using ILGPU;

namespace Nnet.Engine.Ilgpu.Execution;

/// <summary>
/// Sets numbers to zero. ILGPU's own way, <c>MemSetToZero</c>, is not used for a part of a memory: with OpenCL it takes the part's place in bytes for one
/// in numbers, and clears another (1.5.3, <c>CLMemoryBuffer.CLMemSet</c>).
/// </summary>
internal readonly record struct Clearing<T>(ArrayView<T> Target)
    where T : unmanaged
{
    public static void Run(Index1D index, Clearing<T> a) => a.Target[index] = default;
}

/// <summary>Copies numbers.</summary>
internal readonly record struct Copying(ArrayView<float> Source, ArrayView<float> Target)
{
    public static void Run(Index1D index, Copying a) => a.Target[index] = a.Source[index];
}
