using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;

namespace Nnet.Engine.Layers.Affine;

/// <summary>Sums a gradient over samples and places: the gradient of a bias.</summary>
/// <param name="batch">The batch.</param>
/// <param name="target">The bias's gradient.</param>
/// <param name="gradient">What is summed, a row for each counting feature.</param>
internal sealed unsafe class PlaceSums<T, V>(Batch<T> batch, T* target, PlaceView<T> gradient) : GradientInstruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public T* Target => target;

    public PlaceView<T> Gradient => gradient;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int fromRow, int toRow)
    {
        var count = toRow - fromRow;
        var sums = Scratch.Rent<T>((long)count * V.Count);
        new Span<T>(sums, count * V.Count).Clear();
        for (var group = 0; group < batch.Groups; group++)
        {
            var place = gradient.At(group, batch.Lanes) + ((nint)fromRow * batch.Lanes);
            for (var i = 0; i < gradient.Places; i++, place += (nint)gradient.Features * batch.Lanes)
            {
                var source = place;
                for (var sum = sums; sum < sums + (count * V.Count); sum += V.Count)
                {
                    var total = V.Load(sum);
                    for (var lane = 0; lane < batch.Lanes; lane += V.Count, source += V.Count)
                    {
                        total += V.Load(source);
                    }
                    V.Store(total, sum);
                }
            }
        }
        for (var i = 0; i < count; i++)
        {
            target[fromRow + i] = V.Sum(V.Load(sums + (i * V.Count)));
        }
    }
}
