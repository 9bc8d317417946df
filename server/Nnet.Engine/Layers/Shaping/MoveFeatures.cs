using System.Numerics;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;

namespace Nnet.Engine.Layers.Shaping;

/// <summary>Puts features into another order: <c>to[i] = from[order[i]]</c>.</summary>
internal sealed unsafe class MoveFeatures<T, V>(Batch<T> batch, int[] order, Slot<T> source, Slot<T> target) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public int[] Order => order;

    public Slot<T> Source => source;

    public Slot<T> Target => target;

    /// <summary>Adds the move and the way back of gradients to the program.</summary>
    public static void Add(LayerSite<T, V> site, int[] order)
    {
        site.Forward(new MoveFeatures<T, V>(site.Batch, order, site.Input, site.Output), [site.Input], [site.Output]);
        if (site.InputGradient is { } inputGradient)
        {
            var back = new int[order.Length];
            for (var i = 0; i < order.Length; i++)
            {
                back[order[i]] = i;
            }
            site.Backward(new MoveFeatures<T, V>(site.Batch, back, site.OutputGradient!, inputGradient), [site.OutputGradient!], [inputGradient]);
        }
    }

    public override void Run(int from, int to)
    {
        for (var group = from; group < to; group++)
        {
            T* x = source.At(group), y = target.At(group);
            for (var i = 0; i < order.Length; i++, y += batch.Lanes)
            {
                var feature = x + ((nint)order[i] * batch.Lanes);
                for (var lane = 0; lane < batch.Lanes; lane += V.Count)
                {
                    V.Store(V.Load(feature + lane), y + lane);
                }
            }
        }
    }
}
