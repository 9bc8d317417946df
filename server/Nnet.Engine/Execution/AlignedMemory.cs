using System.Runtime.InteropServices;

namespace Nnet.Engine.Execution;

/// <summary>Zeroed memory outside the managed heap, aligned to a cache line, so that kernels can keep pointers into it.</summary>
/// <typeparam name="T">What it holds.</typeparam>
public sealed unsafe class AlignedMemory<T> : IDisposable
    where T : unmanaged
{
    private const nuint Alignment = 64;

    /// <summary>Takes memory for <paramref name="length"/> elements.</summary>
    /// <param name="length">Number of elements.</param>
    /// <param name="isLazy">Whether it is most likely never touched, so that only its addresses are taken; what it holds is then anything.</param>
    /// <exception cref="OutOfMemoryException">The system has not that much.</exception>
    public AlignedMemory(long length, bool isLazy = false)
    {
        Length = length;
        // A full register behind the end, since kernels read whole registers.
        var bytes = checked((nuint)(length * sizeof(T)) + (2 * Alignment));
        Pointer = (T*)NativeMemory.AlignedAlloc(bytes, Alignment);
        if (isLazy)
        {
            return;
        }
        NativeMemory.Clear(Pointer, bytes);
        GC.AddMemoryPressure((long)bytes);
        _bytes = (long)bytes;
    }

    private readonly long _bytes;

    /// <summary>Gives the memory back when it was forgotten.</summary>
    ~AlignedMemory() => Free();

    /// <summary>The first element; null once disposed.</summary>
    public T* Pointer { get; private set; }

    /// <summary>Number of elements.</summary>
    public long Length { get; }

    /// <summary>All elements.</summary>
    public Span<T> Span => new(Pointer, checked((int)Length));

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (Pointer != null)
        {
            NativeMemory.AlignedFree(Pointer);
            if (_bytes > 0)
            {
                GC.RemoveMemoryPressure(_bytes);
            }
            Pointer = null;
        }
    }
}
