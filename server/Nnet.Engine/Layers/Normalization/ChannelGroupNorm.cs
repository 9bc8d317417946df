using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Maps;

namespace Nnet.Engine.Layers.Normalization;

/// <summary>
/// Brings groups of channels of each sample to mean 0 and variance 1, then scales and shifts channels:
/// y = γ·x̂ + β with x̂ = (x − μ)/√(σ² + ε); dx = (g − mean g − x̂·mean(g·x̂))/√(σ² + ε) with g = γ·dy. Every lane is a sample of its
/// own, so means need no lane to know another. What groupnorm and instancenorm share.
/// </summary>
internal static class ChannelGroupNorm
{
    /// <summary>Adds the instructions; without a scale and shift x̂ is the output.</summary>
    public static void Add<T, V>(LayerSite<T, V> site, int groups, double epsilon)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        var maps = MapLayout.Of(site.InputShape, site.Lanes);
        var norm = new NormGroups<T>(site.Batch, maps, groups, epsilon, site.Tensor("weight"), site.Tensor("bias"), new Slot<T>(2L * groups * site.Lanes));
        site.Forward(new NormForward<T, V>(norm, site.Input, site.Output), [site.Input], [site.Output, norm.Statistics]);
        if (site.OutputGradient is not { } gradient)
        {
            return;
        }
        if (site.InputGradient is { } inputGradient)
        {
            site.Backward(new NormBackward<T, V>(norm, site.Input, gradient, inputGradient), [site.Input, gradient, norm.Statistics], [inputGradient]);
        }
        if (norm.Scale is { } scale)
        {
            site.Gradient(scale, new NormScaleGradient<T, V>(norm, site.Input, gradient), maps.Places, site.Input, gradient, norm.Statistics);
        }
        if (norm.Shift is { } shift)
        {
            site.Gradient(shift, new ChannelSums<T, V>(site.Batch, shift, gradient, maps), maps.Places, gradient);
        }
    }
}

/// <summary>What the instructions of such a normalisation share.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Maps">How input and output lie.</param>
/// <param name="Groups">Parts of the channels.</param>
/// <param name="Epsilon">Keeps the division finite.</param>
/// <param name="Scale">γ, or null.</param>
/// <param name="Shift">β, or null.</param>
/// <param name="Statistics">Mean and 1/√(σ² + ε) of each part, for every sample.</param>
internal sealed record NormGroups<T>(Batch<T> Batch, MapLayout Maps, int Groups, double Epsilon, Parameter<T>? Scale, Parameter<T>? Shift, Slot<T> Statistics)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Channels of a part.</summary>
    public int Channels => Maps.Channels / Groups;

    /// <summary>Numbers that a mean is taken over.</summary>
    public double Count => (double)Channels * Maps.Places;
}

internal sealed unsafe class NormForward<T, V>(NormGroups<T> norm, Slot<T> input, Slot<T> output) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public NormGroups<T> Norm => norm;

    public Slot<T> Input => input;

    public Slot<T> Output => output;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int from, int to)
    {
        var maps = norm.Maps;
        nint lanes = norm.Batch.Lanes;
        var share = V.Constant(1 / norm.Count);
        for (var group = from; group < to; group++)
        {
            for (var part = 0; part < norm.Groups; part++)
            {
                var first = part * norm.Channels;
                var statistics = norm.Statistics.At(group) + (2 * part * lanes);
                for (nint lane = 0; lane < lanes; lane += V.Count)
                {
                    var x = input.At(group) + (first * maps.ChannelStep) + lane;
                    var mean = V.Zero;
                    for (var channel = 0; channel < norm.Channels; channel++)
                    {
                        var sum = V.Zero;
                        for (nint place = 0; place < maps.Places; place++)
                        {
                            sum += V.Load(x + (channel * maps.ChannelStep) + (place * maps.PlaceStep));
                        }
                        mean = V.Fma(sum, share, mean);
                    }
                    var variance = V.Zero;
                    for (var channel = 0; channel < norm.Channels; channel++)
                    {
                        var sum = V.Zero;
                        for (nint place = 0; place < maps.Places; place++)
                        {
                            var distance = V.Load(x + (channel * maps.ChannelStep) + (place * maps.PlaceStep)) - mean;
                            sum = V.Fma(distance, distance, sum);
                        }
                        variance = V.Fma(sum, share, variance);
                    }
                    // Lanes without a sample hold one number only, so with ε = 0 they would divide by zero.
                    var used = V.Greater(V.Load(norm.Batch.SampleWeights + (group * lanes) + lane), V.Zero);
                    var inverse = V.Select(used, V.Constant(1) / V.Sqrt(variance + V.Constant(norm.Epsilon)), V.Zero);
                    V.Store(mean, statistics + lane);
                    V.Store(inverse, statistics + lanes + lane);
                    for (var channel = 0; channel < norm.Channels; channel++)
                    {
                        var factor = norm.Scale is { } scale ? inverse * V.Broadcast(scale.Value[first + channel]) : inverse;
                        var shift = norm.Shift is { } added ? V.Broadcast(added.Value[first + channel]) : V.Zero;
                        var y = output.At(group) + ((first + channel) * maps.ChannelStep) + lane;
                        for (nint place = 0; place < maps.Places; place++)
                        {
                            V.Store(V.Fma(V.Load(x + (channel * maps.ChannelStep) + (place * maps.PlaceStep)) - mean, factor, shift), y + (place * maps.PlaceStep));
                        }
                    }
                }
            }
        }
    }
}

internal sealed unsafe class NormBackward<T, V>(NormGroups<T> norm, Slot<T> input, Slot<T> gradient, Slot<T> inputGradient) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public NormGroups<T> Norm => norm;

    public Slot<T> Input => input;

    public Slot<T> Gradient => gradient;

    public Slot<T> InputGradient => inputGradient;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int from, int to)
    {
        var maps = norm.Maps;
        nint lanes = norm.Batch.Lanes;
        var share = V.Constant(1 / norm.Count);
        for (var group = from; group < to; group++)
        {
            for (var part = 0; part < norm.Groups; part++)
            {
                var first = part * norm.Channels;
                var statistics = norm.Statistics.At(group) + (2 * part * lanes);
                for (nint lane = 0; lane < lanes; lane += V.Count)
                {
                    var offset = (first * maps.ChannelStep) + lane;
                    T* x = input.At(group) + offset, dy = gradient.At(group) + offset, dx = inputGradient.At(group) + offset;
                    var (mean, inverse) = (V.Load(statistics + lane), V.Load(statistics + lanes + lane));
                    V plain = V.Zero, products = V.Zero;
                    for (var channel = 0; channel < norm.Channels; channel++)
                    {
                        V sum = V.Zero, product = V.Zero;
                        for (nint place = 0; place < maps.Places; place++)
                        {
                            var at = (channel * maps.ChannelStep) + (place * maps.PlaceStep);
                            var slope = V.Load(dy + at);
                            sum += slope;
                            product = V.Fma(slope, V.Load(x + at) - mean, product);
                        }
                        var factor = norm.Scale is { } scale ? V.Broadcast(scale.Value[first + channel]) : V.Constant(1);
                        plain = V.Fma(sum, factor, plain);
                        products = V.Fma(product, factor, products);
                    }
                    plain *= share;
                    products = products * share * inverse * inverse;
                    for (var channel = 0; channel < norm.Channels; channel++)
                    {
                        var factor = norm.Scale is { } scale ? V.Broadcast(scale.Value[first + channel]) : V.Constant(1);
                        for (nint place = 0; place < maps.Places; place++)
                        {
                            var at = (channel * maps.ChannelStep) + (place * maps.PlaceStep);
                            var slope = V.Fma(V.Load(dy + at), factor, -plain);
                            V.Store((slope - ((V.Load(x + at) - mean) * products)) * inverse, dx + at);
                        }
                    }
                }
            }
        }
    }
}

internal sealed unsafe class NormScaleGradient<T, V>(NormGroups<T> norm, Slot<T> input, Slot<T> gradient) : GradientInstruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public NormGroups<T> Norm => norm;

    public Slot<T> Input => input;

    public Slot<T> Gradient => gradient;

    public override void Run(int fromRow, int toRow)
    {
        var maps = norm.Maps;
        nint lanes = norm.Batch.Lanes;
        for (var channel = fromRow; channel < toRow; channel++)
        {
            var sum = V.Zero;
            for (var group = 0; group < norm.Batch.Groups; group++)
            {
                var statistics = norm.Statistics.At(group) + (2 * (channel / norm.Channels) * lanes);
                T* x = input.At(group) + (channel * maps.ChannelStep), dy = gradient.At(group) + (channel * maps.ChannelStep);
                for (nint lane = 0; lane < lanes; lane += V.Count)
                {
                    var mean = V.Load(statistics + lane);
                    var product = V.Zero;
                    for (nint place = 0; place < maps.Places; place++)
                    {
                        var at = (place * maps.PlaceStep) + lane;
                        product = V.Fma(V.Load(dy + at), V.Load(x + at) - mean, product);
                    }
                    sum = V.Fma(product, V.Load(statistics + lanes + lane), sum);
                }
            }
            norm.Scale!.Gradient[channel] = V.Sum(sum);
        }
    }
}
