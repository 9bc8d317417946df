using ILGPU;
using Nnet.Engine.Ilgpu.Execution;

namespace Nnet.Engine.Ilgpu.Kernels;

/// <summary>Sums over samples and places, one for each row. A group of threads takes a row, always in the same order.</summary>
/// <param name="Source">The first number of the first row.</param>
/// <param name="Row">From a row to the next.</param>
/// <param name="Place">From a place of a row to the next.</param>
/// <param name="Places">Places.</param>
/// <param name="Target">Where the sums go.</param>
/// <param name="Samples">The samples.</param>
internal readonly record struct RowSums(ArrayView<float> Source, int Row, int Place, int Places, ArrayView<float> Target, SampleLanes Samples)
{
    /// <summary>The kernel.</summary>
    public static void Run(RowSums a)
    {
        var row = Grid.IdxX;
        var sum = 0f;
        for (var i = Group.IdxX; i < a.Places * a.Samples.Count; i += Scene.GroupThreads)
        {
            sum += a.Source[(row * a.Row) + (i / a.Samples.Count * a.Place) + (i % a.Samples.Count)];
        }
        sum = GroupSum.Of(sum);
        if (Group.IdxX == 0)
        {
            a.Target[row] = sum;
        }
    }
}

/// <summary>The sum of what the threads of a group have.</summary>
internal static class GroupSum
{
    /// <summary>Adds it up, in pairs of pairs; every thread gets it.</summary>
    public static float Of(float value)
    {
        var parts = SharedMemory.Allocate<float>(Scene.GroupThreads);
        parts[Group.IdxX] = value;
        Group.Barrier();
        for (var half = Scene.GroupThreads / 2; half > 0; half /= 2)
        {
            if (Group.IdxX < half)
            {
                parts[Group.IdxX] += parts[Group.IdxX + half];
            }
            Group.Barrier();
        }
        var sum = parts[0];
        Group.Barrier();
        return sum;
    }
}
