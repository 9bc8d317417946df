using ILGPU;
using Nnet.Engine.Ilgpu.Execution;
using Nnet.Engine.Ilgpu.Kernels;
using Nnet.Engine.Ilgpu.Layers.Maps;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Normalization;

namespace Nnet.Engine.Ilgpu.Layers.Normalization;

/// <summary>Mean and Σ(x − mean)² of each channel over the batch, a group of threads for each.</summary>
internal sealed class BatchMomentsKernel(BatchMoments<float, Lane> instruction, Scene scene) : DeviceKernel<BatchMoments<float, Lane>>
{
    private readonly Groups<Arguments> _run = scene.Groups<Arguments>(Run);
    private readonly ArrayView<float> _input = scene.View(instruction.Input);
    private readonly ArrayView<float> _moments = scene.View(instruction.Moments);

    public override void Start() => _run.Start(instruction.Norm.Channels, 1, 1, new(_input, _moments, MapLanes.Of(instruction.Norm.Maps, scene)));

    private static void Run(Arguments a)
    {
        var channel = Grid.IdxX;
        var sum = 0f;
        for (var i = Group.IdxX; i < a.Maps.ChannelCount; i += Scene.GroupThreads)
        {
            sum += a.Input[a.Maps.At(channel, i)];
        }
        var mean = GroupSum.Of(sum) / a.Maps.ChannelCount;
        sum = 0;
        for (var i = Group.IdxX; i < a.Maps.ChannelCount; i += Scene.GroupThreads)
        {
            var distance = a.Input[a.Maps.At(channel, i)] - mean;
            sum += distance * distance;
        }
        sum = GroupSum.Of(sum);
        if (Group.IdxX == 0)
        {
            a.Moments[2 * channel] = mean;
            a.Moments[(2 * channel) + 1] = sum;
        }
    }

    internal readonly record struct Arguments(ArrayView<float> Input, ArrayView<float> Moments, MapLanes Maps);
}

/// <summary>What is kept of the moments, and how the running statistics follow them; a thread for each channel.</summary>
internal sealed unsafe class CombineMomentsKernel(CombineMoments<float> instruction, Scene scene) : DeviceKernel<CombineMoments<float>>
{
    private readonly Each<Arguments> _run = scene.Each<Arguments>(Run);
    private readonly ArrayView<float> _moments = scene.View(instruction.Moments);
    private readonly ArrayView<float> _mean = scene.View(instruction.Norm.Mean);
    private readonly ArrayView<float> _inverse = scene.View(instruction.Norm.InverseDeviation);
    private readonly ArrayView<float> _runningMean = scene.View(instruction.Norm.RunningMean.Value, instruction.Norm.Channels);
    private readonly ArrayView<float> _runningVariance = scene.View(instruction.Norm.RunningVariance.Value, instruction.Norm.Channels);

    public override void Start()
    {
        var norm = instruction.Norm;
        _run.Start(norm.Channels, new(_moments, _mean, _inverse, _runningMean, _runningVariance, (float)norm.Count, (float)norm.Epsilon, (float)norm.Momentum));
    }

    private static void Run(Index1D channel, Arguments a)
    {
        var (mean, squares) = (a.Moments[2 * channel], a.Moments[(2 * channel) + 1]);
        a.Mean[channel] = mean;
        a.Inverse[channel] = (new Lane(1) / Lane.Sqrt(new Lane((squares / a.Count) + a.Epsilon))).Number;
        a.RunningMean[channel] = ((1 - a.Momentum) * a.RunningMean[channel]) + (a.Momentum * mean);
        a.RunningVariance[channel] = ((1 - a.Momentum) * a.RunningVariance[channel]) + (a.Momentum * (squares / (a.Count > 2 ? a.Count - 1 : 1)));
    }

    internal readonly record struct Arguments(ArrayView<float> Moments, ArrayView<float> Mean, ArrayView<float> Inverse, ArrayView<float> RunningMean, ArrayView<float> RunningVariance, float Count, float Epsilon, float Momentum);
}

/// <summary>(x − mean) / deviation · scale + shift.</summary>
internal sealed unsafe class NormalizeKernel(Normalize<float, Lane> instruction, Scene scene) : DeviceKernel<Normalize<float, Lane>>
{
    private readonly Each<Arguments> _run = scene.Each<Arguments>(Run);
    private readonly ArrayView<float> _input = scene.View(instruction.Input);
    private readonly ArrayView<float> _output = scene.View(instruction.Output);
    private readonly ArrayView<float> _mean = instruction.Training ? scene.View(instruction.Norm.Mean) : scene.View(instruction.Norm.RunningMean.Value, instruction.Norm.Channels);
    private readonly ArrayView<float> _spread = instruction.Training ? scene.View(instruction.Norm.InverseDeviation) : scene.View(instruction.Norm.RunningVariance.Value, instruction.Norm.Channels);
    private readonly ArrayView<float> _scale = scene.View(instruction.Norm.Scale.Value, instruction.Norm.Channels);
    private readonly ArrayView<float> _shift = scene.View(instruction.Norm.Shift.Value, instruction.Norm.Channels);

    public override void Start()
    {
        var maps = MapLanes.Of(instruction.Norm.Maps, scene);
        _run.Start(maps.Count, new(_input, _output, _mean, _spread, _scale, _shift, maps, instruction.Training ? 1 : 0, (float)instruction.Norm.Epsilon));
    }

    private static void Run(Index1D index, Arguments a)
    {
        var (channel, at) = (a.Maps.ChannelOf(index), a.Maps.At(index));
        var spread = a.Spread[channel];
        var inverse = a.Training != 0 ? spread : (new Lane(1) / Lane.Sqrt(new Lane(spread + a.Epsilon))).Number;
        a.Output[at] = ((a.Input[at] - a.Mean[channel]) * (a.Scale[channel] * inverse)) + a.Shift[channel];
    }

    internal readonly record struct Arguments(ArrayView<float> Input, ArrayView<float> Output, ArrayView<float> Mean, ArrayView<float> Spread, ArrayView<float> Scale, ArrayView<float> Shift, MapLanes Maps, int Training, float Epsilon);
}

/// <summary>Σ dy·x̂ and Σ dy of each channel, a group of threads for each.</summary>
internal sealed class GradientMomentsKernel(GradientMoments<float, Lane> instruction, Scene scene) : DeviceKernel<GradientMoments<float, Lane>>
{
    private readonly Groups<Arguments> _run = scene.Groups<Arguments>(Run);
    private readonly ArrayView<float> _input = scene.View(instruction.Input);
    private readonly ArrayView<float> _gradient = scene.View(instruction.Gradient);
    private readonly ArrayView<float> _sums = scene.View(instruction.Sums);
    private readonly ArrayView<float> _mean = scene.View(instruction.Norm.Mean);
    private readonly ArrayView<float> _inverse = scene.View(instruction.Norm.InverseDeviation);

    public override void Start() => _run.Start(instruction.Norm.Channels, 1, 1, new(_input, _gradient, _sums, _mean, _inverse, MapLanes.Of(instruction.Norm.Maps, scene)));

    private static void Run(Arguments a)
    {
        var channel = Grid.IdxX;
        var (products, plain) = (0f, 0f);
        var mean = a.Mean[channel];
        for (var i = Group.IdxX; i < a.Maps.ChannelCount; i += Scene.GroupThreads)
        {
            var at = a.Maps.At(channel, i);
            plain += a.Gradient[at];
            products += a.Gradient[at] * (a.Input[at] - mean);
        }
        products = GroupSum.Of(products);
        plain = GroupSum.Of(plain);
        if (Group.IdxX == 0)
        {
            a.Sums[2 * channel] = products * a.Inverse[channel];
            a.Sums[(2 * channel) + 1] = plain;
        }
    }

    internal readonly record struct Arguments(ArrayView<float> Input, ArrayView<float> Gradient, ArrayView<float> Sums, ArrayView<float> Mean, ArrayView<float> Inverse, MapLanes Maps);
}

/// <summary>Puts the two sums of each channel where the gradients of scale and shift find them.</summary>
internal sealed class CombineSumsKernel(CombineSums<float> instruction, Scene scene) : DeviceKernel<CombineSums<float>>
{
    private readonly Each<Arguments> _run = scene.Each<Arguments>(Run);
    private readonly ArrayView<float> _sums = scene.View(instruction.Sums);
    private readonly ArrayView<float> _scale = scene.View(instruction.Norm.ScaleSums);
    private readonly ArrayView<float> _shift = scene.View(instruction.Norm.ShiftSums);

    public override void Start() => _run.Start(instruction.Norm.Channels, new(_sums, _scale, _shift));

    private static void Run(Index1D channel, Arguments a)
    {
        a.Scale[channel] = a.Sums[2 * channel];
        a.Shift[channel] = a.Sums[(2 * channel) + 1];
    }

    internal readonly record struct Arguments(ArrayView<float> Sums, ArrayView<float> Scale, ArrayView<float> Shift);
}

/// <summary>The gradient of the input, for each number.</summary>
internal sealed unsafe class NormalizeBackwardKernel(NormalizeBackward<float, Lane> instruction, Scene scene) : DeviceKernel<NormalizeBackward<float, Lane>>
{
    private readonly Each<Arguments> _run = scene.Each<Arguments>(Run);
    private readonly ArrayView<float> _input = scene.View(instruction.Input);
    private readonly ArrayView<float> _gradient = scene.View(instruction.Gradient);
    private readonly ArrayView<float> _inputGradient = scene.View(instruction.InputGradient);
    private readonly ArrayView<float> _mean = scene.View(instruction.Norm.Mean);
    private readonly ArrayView<float> _inverse = scene.View(instruction.Norm.InverseDeviation);
    private readonly ArrayView<float> _scale = scene.View(instruction.Norm.Scale.Value, instruction.Norm.Channels);
    private readonly ArrayView<float> _scaleSums = scene.View(instruction.Norm.ScaleSums);
    private readonly ArrayView<float> _shiftSums = scene.View(instruction.Norm.ShiftSums);

    public override void Start()
    {
        var maps = MapLanes.Of(instruction.Norm.Maps, scene);
        _run.Start(maps.Count, new(_input, _gradient, _inputGradient, _mean, _inverse, _scale, _scaleSums, _shiftSums, maps, (float)(1 / instruction.Norm.Count)));
    }

    private static void Run(Index1D index, Arguments a)
    {
        var (channel, at) = (a.Maps.ChannelOf(index), a.Maps.At(index));
        var inverse = a.Inverse[channel];
        var slope = a.ScaleSums[channel] * a.Share * inverse;
        a.InputGradient[at] = (a.Gradient[at] - (a.ShiftSums[channel] * a.Share) - ((a.Input[at] - a.Mean[channel]) * slope)) * (a.Scale[channel] * inverse);
    }

    internal readonly record struct Arguments(ArrayView<float> Input, ArrayView<float> Gradient, ArrayView<float> InputGradient, ArrayView<float> Mean, ArrayView<float> Inverse, ArrayView<float> Scale, ArrayView<float> ScaleSums, ArrayView<float> ShiftSums, MapLanes Maps, float Share);
}

/// <summary>Sums that were made on the way are the gradient of scale or shift.</summary>
internal sealed unsafe class CopySumsKernel(CopySums<float> instruction, Scene scene) : DeviceKernel<CopySums<float>>
{
    private readonly ArrayView<float> _sums = scene.View(instruction.Sums);
    private readonly ArrayView<float> _target = scene.View(instruction.Parameter.Gradient, instruction.Parameter.Info.Length);

    public override void Start() => scene.Copy(_sums, _target);
}
