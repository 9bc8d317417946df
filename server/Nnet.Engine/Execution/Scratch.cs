namespace Nnet.Engine.Execution;

/// <summary>Memory of a thread's own for intermediate sums. It only grows, so steps allocate nothing once the first is through.</summary>
internal static unsafe class Scratch
{
    [ThreadStatic]
    private static AlignedMemory<byte>? t_memory;

    /// <summary>Room for that many numbers, until the thread asks again; what it holds is left over from before.</summary>
    public static T* Rent<T>(long count)
        where T : unmanaged
    {
        if (t_memory is null || t_memory.Length < count * sizeof(T))
        {
            t_memory?.Dispose();
            t_memory = new AlignedMemory<byte>(count * sizeof(T));
        }
        return (T*)t_memory.Pointer;
    }
}
