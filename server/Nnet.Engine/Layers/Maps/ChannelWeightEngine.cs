using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;
using Nnet.Language.Graph;
using Nnet.Language.Layers;

namespace Nnet.Engine.Layers.Maps;

/// <summary>The mathematics of a function of every number and of the weight of its channel.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">Register.</typeparam>
public interface IChannelFunction<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    /// <summary>The function.</summary>
    V Value(V x, V weight);

    /// <summary>Its derivative by x.</summary>
    V Slope(V x, V weight);

    /// <summary>Its derivative by the weight.</summary>
    V Share(V x);
}

/// <summary>The engine half of a layer with one weight for each channel, or one for all. The input is kept, since weights may change their sign.</summary>
/// <typeparam name="TLayer">The declaration.</typeparam>
public abstract class ChannelWeightEngine<TLayer> : LayerEngine<TLayer>
    where TLayer : Layer
{
    /// <inheritdoc/>
    public override LayerMemory MemoryOf(Node node) => LayerMemory.KeepsInput;

    /// <summary>Adds the instructions of a function.</summary>
    protected static void Add<T, V, TFunction>(LayerSite<T, V> site, TFunction function)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        where TFunction : struct, IChannelFunction<T, V>
    {
        var weights = site.Tensor("weight")!;
        // One weight for all makes one channel of everything.
        var maps = weights.Rows == 1 ? MapLayout.Whole((int)site.InputShape.Count, site.Lanes) : MapLayout.Of(site.InputShape, site.Lanes);
        site.Forward(new ChannelForward<T, V, TFunction>(site.Batch, weights, maps, site.Input, site.Output, function), [site.Input], [site.Output]);
        if (site.OutputGradient is not { } gradient)
        {
            return;
        }
        if (site.InputGradient is { } inputGradient)
        {
            site.Backward(new ChannelBackward<T, V, TFunction>(site.Batch, weights, maps, site.Input, gradient, inputGradient, function), [site.Input, gradient], [inputGradient]);
        }
        site.Gradient(weights, new ChannelGradient<T, V, TFunction>(site.Batch, weights, maps, site.Input, gradient, function), maps.Places, site.Input, gradient);
    }
}

internal sealed unsafe class ChannelForward<T, V, TFunction>(Batch<T> batch, Parameter<T> weights, MapLayout maps, Slot<T> input, Slot<T> output, TFunction function) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
    where TFunction : struct, IChannelFunction<T, V>
{
    public Parameter<T> Weights => weights;

    public MapLayout Maps => maps;

    public Slot<T> Input => input;

    public Slot<T> Output => output;

    public TFunction Function => function;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int from, int to)
    {
        var f = function;
        var length = maps.RunLength(batch.Lanes);
        for (var group = from; group < to; group++)
        {
            for (var channel = 0; channel < maps.Channels; channel++)
            {
                var weight = V.Broadcast(weights.Value[channel]);
                T* x = input.At(group) + (channel * maps.ChannelStep), y = output.At(group) + (channel * maps.ChannelStep);
                for (var run = 0; run < maps.Runs; run++, x += maps.RunStep, y += maps.RunStep)
                {
                    for (var i = 0; i < length; i += V.Count)
                    {
                        V.Store(f.Value(V.Load(x + i), weight), y + i);
                    }
                }
            }
        }
    }
}

internal sealed unsafe class ChannelBackward<T, V, TFunction>(Batch<T> batch, Parameter<T> weights, MapLayout maps, Slot<T> input, Slot<T> gradient, Slot<T> inputGradient, TFunction function) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
    where TFunction : struct, IChannelFunction<T, V>
{
    public Parameter<T> Weights => weights;

    public MapLayout Maps => maps;

    public Slot<T> Input => input;

    public Slot<T> Gradient => gradient;

    public Slot<T> InputGradient => inputGradient;

    public TFunction Function => function;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int from, int to)
    {
        var f = function;
        var length = maps.RunLength(batch.Lanes);
        for (var group = from; group < to; group++)
        {
            for (var channel = 0; channel < maps.Channels; channel++)
            {
                var weight = V.Broadcast(weights.Value[channel]);
                var first = channel * maps.ChannelStep;
                T* x = input.At(group) + first, dy = gradient.At(group) + first, dx = inputGradient.At(group) + first;
                for (var run = 0; run < maps.Runs; run++, x += maps.RunStep, dy += maps.RunStep, dx += maps.RunStep)
                {
                    for (var i = 0; i < length; i += V.Count)
                    {
                        V.Store(f.Slope(V.Load(x + i), weight) * V.Load(dy + i), dx + i);
                    }
                }
            }
        }
    }
}

internal sealed unsafe class ChannelGradient<T, V, TFunction>(Batch<T> batch, Parameter<T> weights, MapLayout maps, Slot<T> input, Slot<T> gradient, TFunction function) : GradientInstruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
    where TFunction : struct, IChannelFunction<T, V>
{
    public Parameter<T> Weights => weights;

    public MapLayout Maps => maps;

    public Slot<T> Input => input;

    public Slot<T> Gradient => gradient;

    public TFunction Function => function;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int fromRow, int toRow)
    {
        var f = function;
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
                        sum = V.Fma(f.Share(V.Load(x + i)), V.Load(dy + i), sum);
                    }
                }
            }
            weights.Gradient[channel] = V.Sum(sum);
        }
    }
}
