using System.Numerics;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;
using Nnet.Language.Layers.Spatial;

namespace Nnet.Engine.Layers;

/// <summary>The mean of each channel over space; backward, every place gets the same share.</summary>
public sealed class GlobalAvgPoolEngine : LayerEngine<GlobalAvgPool>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples => [LayerSample.Of<GlobalAvgPool>(3, 2, 4), LayerSample.Of<GlobalAvgPool>(2, 5)];

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
        var channels = site.InputShape[0];
        var places = (int)site.InputShape.Count / channels;
        site.Forward(new ChannelMean<T, V>(site.Batch, channels, places, site.Input, site.Output), [site.Input], [site.Output]);
        if (site.InputGradient is { } inputGradient)
        {
            site.Backward(new ChannelShare<T, V>(site.Batch, channels, places, site.OutputGradient!, inputGradient), [site.OutputGradient!], [inputGradient]);
        }
    }
}

internal sealed unsafe class ChannelMean<T, V>(Batch<T> batch, int channels, int places, Slot<T> input, Slot<T> output) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public override void Run(int from, int to)
    {
        var factor = V.Constant(1.0 / places);
        var length = places * batch.Lanes;
        for (var group = from; group < to; group++)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                for (var lane = 0; lane < batch.Lanes; lane += V.Count)
                {
                    var x = input.At(group) + ((nint)channel * length);
                    var sum = V.Zero;
                    for (var i = lane; i < length; i += batch.Lanes)
                    {
                        sum += V.Load(x + i);
                    }
                    V.Store(sum * factor, output.At(group) + (channel * batch.Lanes) + lane);
                }
            }
        }
    }
}

internal sealed unsafe class ChannelShare<T, V>(Batch<T> batch, int channels, int places, Slot<T> gradient, Slot<T> inputGradient) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public override void Run(int from, int to)
    {
        var factor = V.Constant(1.0 / places);
        var length = places * batch.Lanes;
        for (var group = from; group < to; group++)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                for (var lane = 0; lane < batch.Lanes; lane += V.Count)
                {
                    var share = V.Load(gradient.At(group) + (channel * batch.Lanes) + lane) * factor;
                    var dx = inputGradient.At(group) + ((nint)channel * length);
                    for (var i = lane; i < length; i += batch.Lanes)
                    {
                        V.Store(share, dx + i);
                    }
                }
            }
        }
    }
}
