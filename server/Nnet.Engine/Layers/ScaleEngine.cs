using System.Numerics;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Maps;
using Nnet.Language.Graph;
using Nnet.Language.Layers;

namespace Nnet.Engine.Layers;

/// <summary>y = γ·x, one γ for each channel or for all; dγ = Σ dy·x.</summary>
public sealed class ScaleEngine : LayerEngine<Scale>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples =>
    [
        LayerSample.Of<Scale>(5),
        LayerSample.Of<Scale>(3, 2, 2),
        LayerSample.Of<Scale>(3, 2).With(Scale.PerChannel, false),
        LayerSample.OfSequence<Scale>(4, 3),
    ];

    /// <inheritdoc/>
    public override LayerMemory MemoryOf(Node node) => LayerMemory.KeepsInput;

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
        var factors = site.Tensor("weight")!;
        // A factor for all makes one channel of everything.
        var maps = factors.Rows == 1 ? MapLayout.Whole((int)site.InputShape.Count, site.Lanes) : MapLayout.Of(site.InputShape, site.Lanes);
        site.Forward(new ScaleStep<T, V>(site.Batch, factors, maps, site.Input, site.Output), [site.Input], [site.Output]);
        if (site.OutputGradient is not { } gradient)
        {
            return;
        }
        if (site.InputGradient is { } inputGradient)
        {
            site.Backward(new ScaleStep<T, V>(site.Batch, factors, maps, gradient, inputGradient), [gradient], [inputGradient]);
        }
        site.Gradient(factors, new ScaleGradient<T, V>(site.Batch, factors, maps, site.Input, gradient), maps.Places, site.Input, gradient);
    }
}

internal sealed unsafe class ScaleStep<T, V>(Batch<T> batch, Parameter<T> factors, MapLayout maps, Slot<T> source, Slot<T> target) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public override void Run(int from, int to)
    {
        var length = maps.RunLength(batch.Lanes);
        for (var group = from; group < to; group++)
        {
            for (var channel = 0; channel < maps.Channels; channel++)
            {
                var factor = V.Broadcast(factors.Value[channel]);
                T* x = source.At(group) + (channel * maps.ChannelStep), y = target.At(group) + (channel * maps.ChannelStep);
                for (var run = 0; run < maps.Runs; run++, x += maps.RunStep, y += maps.RunStep)
                {
                    for (var i = 0; i < length; i += V.Count)
                    {
                        V.Store(V.Load(x + i) * factor, y + i);
                    }
                }
            }
        }
    }
}

internal sealed unsafe class ScaleGradient<T, V>(Batch<T> batch, Parameter<T> factors, MapLayout maps, Slot<T> input, Slot<T> gradient) : GradientInstruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public override void Run(int fromRow, int toRow)
    {
        var length = maps.RunLength(batch.Lanes);
        for (var channel = fromRow; channel < toRow; channel++)
        {
            var sum = V.Zero;
            for (var group = 0; group < batch.Groups; group++)
            {
                T* x = input.At(group) + (channel * maps.ChannelStep), dy = gradient.At(group) + (channel * maps.ChannelStep);
                for (var run = 0; run < maps.Runs; run++, x += maps.RunStep, dy += maps.RunStep)
                {
                    for (var i = 0; i < length; i += V.Count)
                    {
                        sum = V.Fma(V.Load(x + i), V.Load(dy + i), sum);
                    }
                }
            }
            factors.Gradient[channel] = V.Sum(sum);
        }
    }
}
