namespace Nnet.Engine.Execution;

/// <summary>
/// The values of one edge of the program for a batch. A batch is cut into groups of a few samples; within a group
/// the samples are the lanes: feature after feature, each with one number per sample. So every kernel fills its
/// registers whatever the shapes are, and groups never touch each other's memory.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="size">Numbers per group.</param>
public sealed unsafe class Slot<T>(long size)
    where T : unmanaged
{
    private T* _base;
    private nint _stride;

    /// <summary>Numbers per group.</summary>
    public long Size => size;

    /// <summary>Whether a backward instruction reads it, so that no layer may work in place on it.</summary>
    public bool IsKept { get; set; }

    /// <summary>Position of the first instruction that uses it.</summary>
    internal int First { get; private set; } = int.MaxValue;

    /// <summary>Position of the last instruction that uses it.</summary>
    internal int Last { get; private set; } = -1;

    /// <summary>Distance from a group to the next.</summary>
    public nint Stride => _stride;

    /// <summary>The values of a group; valid once the program is planned.</summary>
    public T* At(int group) => _base + (group * _stride);

    internal void UsedAt(int position)
    {
        First = Math.Min(First, position);
        Last = Math.Max(Last, position);
    }

    internal void Place(T* first, nint stride)
    {
        _base = first;
        _stride = stride;
    }
}
