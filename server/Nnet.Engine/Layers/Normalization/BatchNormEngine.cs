using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Maps;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Normalization;

namespace Nnet.Engine.Layers.Normalization;

/// <summary>
/// x̂ = (x − μ)/√(σ² + ε), y = γx̂ + β, per channel; in training over the batch and space, afterwards by running
/// statistics. dx = γ/√(σ² + ε) · (dy − mean dy − x̂·mean(dy·x̂)).
/// </summary>
public sealed class BatchNormEngine : LayerEngine<BatchNorm>
{
    // Numbers in the widest register: a channel has to be whole registers.
    private const int WidestRegister = 16;

    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples => [LayerSample.Of<BatchNorm>(5), LayerSample.Of<BatchNorm>(3, 2, 3), LayerSample.Of<BatchNorm>(2, 4).With(BatchNorm.Epsilon, 0.1), LayerSample.OfSequence<BatchNorm>(4, 3)];

    /// <inheritdoc/>
    public override LayerMemory MemoryOf(Node node) => LayerMemory.KeepsInput;

    /// <inheritdoc/>
    public override bool TakesLoneSamples(Node node) => !node.Facts!.Output.Shape.IsSequence && node.Facts.Output.Shape.Count / node.Facts.Output.Shape[0] % WidestRegister == 0;

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
        var norm = new BatchStatistics<T>(site.Batch, MapLayout.Of(site.InputShape, site.Lanes))
        {
            Scale = site.Tensor("weight")!,
            Shift = site.Tensor("bias")!,
            RunningMean = site.Tensor("running_mean")!,
            RunningVariance = site.Tensor("running_var")!,
            Epsilon = site.Node.Get(BatchNorm.Epsilon),
            Momentum = site.Node.Get(BatchNorm.Momentum),
        };
        var moments = new Slot<T>(2 * norm.Channels);
        site.Forward(new BatchMoments<T, V>(norm, site.Input, moments), [site.Input], [moments], Modes.Training);
        site.ForwardReduction(new CombineMoments<T>(norm, moments), norm.Channels, [moments], []);
        site.Forward(new Normalize<T, V>(norm, site.Input, site.Output, training: true), [site.Input], [site.Output], Modes.Training);
        site.Forward(new Normalize<T, V>(norm, site.Input, site.Output, training: false), [site.Input], [site.Output], Modes.Evaluation);
        if (site.OutputGradient is not { } gradient)
        {
            return;
        }
        var sums = new Slot<T>(2 * norm.Channels);
        site.Backward(new GradientMoments<T, V>(norm, site.Input, gradient, sums), [site.Input, gradient], [sums]);
        site.BackwardReduction(new CombineSums<T>(norm, sums), norm.Channels, [sums], []);
        if (site.InputGradient is { } inputGradient)
        {
            site.Backward(new NormalizeBackward<T, V>(norm, site.Input, gradient, inputGradient), [site.Input, gradient], [inputGradient]);
        }
        site.Gradient(norm.Scale, new CopySums<T>(norm.Scale, norm.ScaleSums), 1);
        site.Gradient(norm.Shift, new CopySums<T>(norm.Shift, norm.ShiftSums), 1);
    }
}

/// <summary>What the instructions of a batch normalisation share.</summary>
internal sealed class BatchStatistics<T>(Batch<T> batch, MapLayout maps)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Batch<T> Batch => batch;

    /// <summary>How input and output lie.</summary>
    public MapLayout Maps => maps;

    public int Channels => maps.Channels;

    public int Places => maps.Places;

    /// <summary>Numbers in a stretch of a channel that lies in one piece.</summary>
    public int Length { get; } = maps.RunLength(batch.Lanes);

    public required Parameter<T> Scale { get; init; }

    public required Parameter<T> Shift { get; init; }

    public required Parameter<T> RunningMean { get; init; }

    public required Parameter<T> RunningVariance { get; init; }

    public required double Epsilon { get; init; }

    public required double Momentum { get; init; }

    /// <summary>Mean of each channel over the batch.</summary>
    public AlignedMemory<T> Mean { get; } = new(maps.Channels);

    /// <summary>1/√(σ² + ε) of each channel over the batch.</summary>
    public AlignedMemory<T> InverseDeviation { get; } = new(maps.Channels);

    /// <summary>Σ dy·x̂ of each channel.</summary>
    public AlignedMemory<T> ScaleSums { get; } = new(maps.Channels);

    /// <summary>Σ dy of each channel.</summary>
    public AlignedMemory<T> ShiftSums { get; } = new(maps.Channels);

    /// <summary>Numbers that a channel's statistics are taken over.</summary>
    public double Count => (double)batch.Count * maps.Places;
}

/// <summary>Mean and Σ(x − mean)² of each channel in each group.</summary>
internal sealed unsafe class BatchMoments<T, V>(BatchStatistics<T> norm, Slot<T> input, Slot<T> moments) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public BatchStatistics<T> Norm => norm;

    public Slot<T> Input => input;

    public Slot<T> Moments => moments;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int from, int to)
    {
        var batch = norm.Batch;
        for (var group = from; group < to; group++)
        {
            var count = V.Broadcast(T.One / T.CreateChecked(batch.LanesUsed(group) * norm.Places));
            for (var channel = 0; channel < norm.Channels; channel++)
            {
                var x = input.At(group) + (channel * norm.Maps.ChannelStep);
                var sum = V.Zero;
                for (var lane = 0; lane < batch.Lanes; lane += V.Count)
                {
                    var used = V.Greater(V.Load(batch.SampleWeights + (group * batch.Lanes) + lane), V.Zero);
                    var part = V.Zero;
                    for (var run = 0; run < norm.Maps.Runs; run++)
                    {
                        var values = x + (run * norm.Maps.RunStep);
                        for (var i = lane; i < norm.Length; i += batch.Lanes)
                        {
                            part += V.Load(values + i);
                        }
                    }
                    sum += V.Select(used, part, V.Zero);
                }
                var mean = V.Sum(sum * count);
                var center = V.Broadcast(mean);
                sum = V.Zero;
                for (var lane = 0; lane < batch.Lanes; lane += V.Count)
                {
                    var used = V.Greater(V.Load(batch.SampleWeights + (group * batch.Lanes) + lane), V.Zero);
                    var part = V.Zero;
                    for (var run = 0; run < norm.Maps.Runs; run++)
                    {
                        var values = x + (run * norm.Maps.RunStep);
                        for (var i = lane; i < norm.Length; i += batch.Lanes)
                        {
                            var distance = V.Load(values + i) - center;
                            part = V.Fma(distance, distance, part);
                        }
                    }
                    sum += V.Select(used, part, V.Zero);
                }
                var result = moments.At(group) + (2 * channel);
                result[0] = mean;
                result[1] = V.Sum(sum);
            }
        }
    }
}

/// <summary>Puts the groups' moments together, in their order (Chan, Golub and LeVeque 1979).</summary>
internal sealed unsafe class CombineMoments<T>(BatchStatistics<T> norm, Slot<T> moments) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public BatchStatistics<T> Norm => norm;

    public Slot<T> Moments => moments;

    public override void Run(int from, int to)
    {
        var batch = norm.Batch;
        for (var channel = from; channel < to; channel++)
        {
            var (count, mean, squares) = (0.0, 0.0, 0.0);
            for (var group = 0; group < batch.Groups; group++)
            {
                var part = moments.At(group) + (2 * channel);
                var more = (double)batch.LanesUsed(group) * norm.Places;
                var distance = double.CreateChecked(part[0]) - mean;
                var total = count + more;
                mean += distance * more / total;
                squares += double.CreateChecked(part[1]) + (distance * distance * count * more / total);
                count = total;
            }
            norm.Mean.Pointer[channel] = T.CreateChecked(mean);
            norm.InverseDeviation.Pointer[channel] = T.CreateChecked(1 / Math.Sqrt((squares / count) + norm.Epsilon));
            Follow(ref norm.RunningMean.Value[channel], mean);
            Follow(ref norm.RunningVariance.Value[channel], squares / Math.Max(1, count - 1));
        }
    }

    private void Follow(ref T running, double value)
        => running = T.CreateChecked(((1 - norm.Momentum) * double.CreateChecked(running)) + (norm.Momentum * value));
}

internal sealed unsafe class Normalize<T, V>(BatchStatistics<T> norm, Slot<T> input, Slot<T> output, bool training) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public BatchStatistics<T> Norm => norm;

    public Slot<T> Input => input;

    public Slot<T> Output => output;

    public bool Training => training;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int from, int to)
    {
        for (var group = from; group < to; group++)
        {
            for (var channel = 0; channel < norm.Channels; channel++)
            {
                var mean = training ? norm.Mean.Pointer[channel] : norm.RunningMean.Value[channel];
                var inverse = training
                    ? norm.InverseDeviation.Pointer[channel]
                    : T.CreateChecked(1 / Math.Sqrt(double.CreateChecked(norm.RunningVariance.Value[channel]) + norm.Epsilon));
                var center = V.Broadcast(mean);
                var factor = V.Broadcast(norm.Scale.Value[channel] * inverse);
                var shift = V.Broadcast(norm.Shift.Value[channel]);
                T* x = input.At(group) + (channel * norm.Maps.ChannelStep), y = output.At(group) + (channel * norm.Maps.ChannelStep);
                for (var run = 0; run < norm.Maps.Runs; run++, x += norm.Maps.RunStep, y += norm.Maps.RunStep)
                {
                    for (var i = 0; i < norm.Length; i += V.Count)
                    {
                        V.Store(V.Fma(V.Load(x + i) - center, factor, shift), y + i);
                    }
                }
            }
        }
    }
}

/// <summary>Σ dy·x̂ and Σ dy of each channel in each group.</summary>
internal sealed unsafe class GradientMoments<T, V>(BatchStatistics<T> norm, Slot<T> input, Slot<T> gradient, Slot<T> sums) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public BatchStatistics<T> Norm => norm;

    public Slot<T> Input => input;

    public Slot<T> Gradient => gradient;

    public Slot<T> Sums => sums;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int from, int to)
    {
        for (var group = from; group < to; group++)
        {
            for (var channel = 0; channel < norm.Channels; channel++)
            {
                var center = V.Broadcast(norm.Mean.Pointer[channel]);
                T* x = input.At(group) + (channel * norm.Maps.ChannelStep), dy = gradient.At(group) + (channel * norm.Maps.ChannelStep);
                V products = V.Zero, plain = V.Zero;
                for (var run = 0; run < norm.Maps.Runs; run++, x += norm.Maps.RunStep, dy += norm.Maps.RunStep)
                {
                    for (var i = 0; i < norm.Length; i += V.Count)
                    {
                        var slope = V.Load(dy + i);
                        plain += slope;
                        products = V.Fma(slope, V.Load(x + i) - center, products);
                    }
                }
                var result = sums.At(group) + (2 * channel);
                result[0] = V.Sum(products) * norm.InverseDeviation.Pointer[channel];
                result[1] = V.Sum(plain);
            }
        }
    }
}

internal sealed unsafe class CombineSums<T>(BatchStatistics<T> norm, Slot<T> sums) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public BatchStatistics<T> Norm => norm;

    public Slot<T> Sums => sums;

    public override void Run(int from, int to)
    {
        for (var channel = from; channel < to; channel++)
        {
            T products = T.Zero, plain = T.Zero;
            for (var group = 0; group < norm.Batch.Groups; group++)
            {
                var part = sums.At(group) + (2 * channel);
                products += part[0];
                plain += part[1];
            }
            norm.ScaleSums.Pointer[channel] = products;
            norm.ShiftSums.Pointer[channel] = plain;
        }
    }
}

internal sealed unsafe class NormalizeBackward<T, V>(BatchStatistics<T> norm, Slot<T> input, Slot<T> gradient, Slot<T> inputGradient) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public BatchStatistics<T> Norm => norm;

    public Slot<T> Input => input;

    public Slot<T> Gradient => gradient;

    public Slot<T> InputGradient => inputGradient;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int from, int to)
    {
        var batch = norm.Batch;
        var share = T.CreateChecked(1 / norm.Count);
        for (var group = from; group < to; group++)
        {
            for (var channel = 0; channel < norm.Channels; channel++)
            {
                var inverse = norm.InverseDeviation.Pointer[channel];
                var center = V.Broadcast(norm.Mean.Pointer[channel]);
                var factor = V.Broadcast(norm.Scale.Value[channel] * inverse);
                var mean = V.Broadcast(norm.ShiftSums.Pointer[channel] * share);
                var slope = V.Broadcast(norm.ScaleSums.Pointer[channel] * share * inverse);
                var offset = channel * norm.Maps.ChannelStep;
                for (var lane = 0; lane < batch.Lanes; lane += V.Count)
                {
                    // Lanes without a sample have no part in the means, so nothing may flow back into them.
                    var used = V.Greater(V.Load(batch.SampleWeights + (group * batch.Lanes) + lane), V.Zero);
                    var factorHere = V.Select(used, factor, V.Zero);
                    T* x = input.At(group) + offset, dy = gradient.At(group) + offset, dx = inputGradient.At(group) + offset;
                    for (var run = 0; run < norm.Maps.Runs; run++, x += norm.Maps.RunStep, dy += norm.Maps.RunStep, dx += norm.Maps.RunStep)
                    {
                        for (var i = lane; i < norm.Length; i += batch.Lanes)
                        {
                            V.Store((V.Load(dy + i) - mean - ((V.Load(x + i) - center) * slope)) * factorHere, dx + i);
                        }
                    }
                }
            }
        }
    }
}

internal sealed unsafe class CopySums<T>(Parameter<T> parameter, AlignedMemory<T> sums) : GradientInstruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Parameter<T> Parameter => parameter;

    public AlignedMemory<T> Sums => sums;

    public override void Run(int fromRow, int toRow)
        => sums.Span[fromRow..toRow].CopyTo(new Span<T>(parameter.Gradient + fromRow, toRow - fromRow));
}
