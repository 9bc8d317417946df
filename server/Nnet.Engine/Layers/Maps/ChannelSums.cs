using System.Numerics;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;

namespace Nnet.Engine.Layers.Maps;

/// <summary>Sums a gradient over samples and places: the gradient of what is added to each channel.</summary>
internal sealed unsafe class ChannelSums<T, V>(Batch<T> batch, Parameter<T> bias, Slot<T> gradient, MapLayout maps) : GradientInstruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public Parameter<T> Bias => bias;

    public Slot<T> Gradient => gradient;

    public MapLayout Maps => maps;

    public override void Run(int fromRow, int toRow)
    {
        var length = maps.RunLength(batch.Lanes);
        for (var row = fromRow; row < toRow; row++)
        {
            var sum = V.Zero;
            for (var group = 0; group < batch.Groups; group++)
            {
                var source = gradient.At(group) + (row * maps.ChannelStep);
                for (var run = 0; run < maps.Runs; run++, source += maps.RunStep)
                {
                    for (var i = 0; i < length; i += V.Count)
                    {
                        sum += V.Load(source + i);
                    }
                }
            }
            bias.Gradient[row] = V.Sum(sum);
        }
    }
}
