using System.Numerics;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Maps;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Activations;

namespace Nnet.Engine.Layers.Activations;

/// <summary>x, or a·x left of zero; da = Σ dy·min(0, x). The input is kept, since a may turn negative.</summary>
public sealed class PReluEngine : LayerEngine<PRelu>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples =>
    [
        LayerSample.Of<PRelu>(5),
        LayerSample.Of<PRelu>(3, 2, 2).With(PRelu.PerChannel, true),
        LayerSample.OfSequence<PRelu>(4, 3).With(PRelu.PerChannel, true),
    ];

    /// <inheritdoc/>
    public override LayerMemory MemoryOf(Node node) => LayerMemory.KeepsInput;

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
        var slopes = site.Tensor("weight")!;
        // A slope for all makes one channel of everything.
        var maps = slopes.Rows == 1 ? MapLayout.Whole((int)site.InputShape.Count, site.Lanes) : MapLayout.Of(site.InputShape, site.Lanes);
        site.Forward(new PReluForward<T, V>(site.Batch, slopes, maps, site.Input, site.Output), [site.Input], [site.Output]);
        if (site.OutputGradient is not { } gradient)
        {
            return;
        }
        if (site.InputGradient is { } inputGradient)
        {
            site.Backward(new PReluBackward<T, V>(site.Batch, slopes, maps, site.Input, gradient, inputGradient), [site.Input, gradient], [inputGradient]);
        }
        site.Gradient(slopes, new PReluGradient<T, V>(site.Batch, slopes, maps, site.Input, gradient), maps.Places, site.Input, gradient);
    }
}

internal sealed unsafe class PReluForward<T, V>(Batch<T> batch, Parameter<T> slopes, MapLayout maps, Slot<T> input, Slot<T> output) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public override void Run(int from, int to)
    {
        var length = maps.RunLength(batch.Lanes);
        for (var group = from; group < to; group++)
        {
            for (var channel = 0; channel < slopes.Rows; channel++)
            {
                var slope = V.Broadcast(slopes.Value[channel]);
                T* x = input.At(group) + (channel * maps.ChannelStep), y = output.At(group) + (channel * maps.ChannelStep);
                for (var run = 0; run < maps.Runs; run++, x += maps.RunStep, y += maps.RunStep)
                {
                    for (var i = 0; i < length; i += V.Count)
                    {
                        var value = V.Load(x + i);
                        V.Store(V.Select(V.Greater(value, V.Zero), value, slope * value), y + i);
                    }
                }
            }
        }
    }
}

internal sealed unsafe class PReluBackward<T, V>(Batch<T> batch, Parameter<T> slopes, MapLayout maps, Slot<T> input, Slot<T> gradient, Slot<T> inputGradient) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public override void Run(int from, int to)
    {
        var length = maps.RunLength(batch.Lanes);
        for (var group = from; group < to; group++)
        {
            for (var channel = 0; channel < slopes.Rows; channel++)
            {
                var slope = V.Broadcast(slopes.Value[channel]);
                var first = channel * maps.ChannelStep;
                T* x = input.At(group) + first, dy = gradient.At(group) + first, dx = inputGradient.At(group) + first;
                for (var run = 0; run < maps.Runs; run++, x += maps.RunStep, dy += maps.RunStep, dx += maps.RunStep)
                {
                    for (var i = 0; i < length; i += V.Count)
                    {
                        var slopeHere = V.Select(V.Greater(V.Load(x + i), V.Zero), V.Constant(1), slope);
                        V.Store(slopeHere * V.Load(dy + i), dx + i);
                    }
                }
            }
        }
    }
}

internal sealed unsafe class PReluGradient<T, V>(Batch<T> batch, Parameter<T> slopes, MapLayout maps, Slot<T> input, Slot<T> gradient) : GradientInstruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public override void Run(int fromRow, int toRow)
    {
        var length = maps.RunLength(batch.Lanes);
        for (var row = fromRow; row < toRow; row++)
        {
            var sum = V.Zero;
            for (var group = 0; group < batch.Groups; group++)
            {
                T* x = input.At(group) + (row * maps.ChannelStep), dy = gradient.At(group) + (row * maps.ChannelStep);
                for (var run = 0; run < maps.Runs; run++, x += maps.RunStep, dy += maps.RunStep)
                {
                    for (var i = 0; i < length; i += V.Count)
                    {
                        sum = V.Fma(V.Min(V.Zero, V.Load(x + i)), V.Load(dy + i), sum);
                    }
                }
            }
            slopes.Gradient[row] = V.Sum(sum);
        }
    }
}
