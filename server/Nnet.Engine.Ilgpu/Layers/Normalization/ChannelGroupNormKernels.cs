using ILGPU;
using Nnet.Engine.Ilgpu.Execution;
using Nnet.Engine.Ilgpu.Kernels;
using Nnet.Engine.Ilgpu.Layers.Maps;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Normalization;

namespace Nnet.Engine.Ilgpu.Layers.Normalization;

/// <summary>Normalises parts of the channels of each sample, a thread for each part and sample.</summary>
internal sealed unsafe class NormForwardKernel(NormForward<float, Lane> instruction, Scene scene) : DeviceKernel<NormForward<float, Lane>>
{
    private readonly Each<Arguments> _run = scene.Each<Arguments>(Run);
    private readonly ArrayView<float> _input = scene.View(instruction.Input);
    private readonly ArrayView<float> _output = scene.View(instruction.Output);
    private readonly ArrayView<float> _statistics = scene.View(instruction.Norm.Statistics);
    private readonly ArrayView<float> _scale = instruction.Norm.Scale is { } scale ? scene.View(scale.Value, scale.Info.Length) : ArrayView<float>.Empty;
    private readonly ArrayView<float> _shift = instruction.Norm.Shift is { } shift ? scene.View(shift.Value, shift.Info.Length) : ArrayView<float>.Empty;

    public override void Start()
    {
        var norm = instruction.Norm;
        _run.Start(norm.Groups * scene.Batch.Count, new(_input, _output, _statistics, _scale, _shift, MapLanes.Of(norm.Maps, scene), norm.Channels, (float)norm.Epsilon));
    }

    private static void Run(Index1D index, Arguments a)
    {
        var (sample, part) = (index % a.Maps.Samples.Count, index / a.Maps.Samples.Count);
        var first = part * a.Channels;
        var count = a.Channels * a.Maps.Places;
        var sum = 0f;
        for (var i = 0; i < count; i++)
        {
            sum += a.Input[a.At(first, i, sample)];
        }
        var mean = sum / count;
        sum = 0;
        for (var i = 0; i < count; i++)
        {
            var distance = a.Input[a.At(first, i, sample)] - mean;
            sum += distance * distance;
        }
        var inverse = (new Lane(1) / Lane.Sqrt(new Lane((sum / count) + a.Epsilon))).Number;
        a.Statistics[(2 * part * a.Maps.Samples.Lanes) + sample] = mean;
        a.Statistics[(((2 * part) + 1) * a.Maps.Samples.Lanes) + sample] = inverse;
        for (var i = 0; i < count; i++)
        {
            var at = a.At(first, i, sample);
            var channel = first + (i / a.Maps.Places);
            var factor = a.Scale.Length > 0 ? inverse * a.Scale[channel] : inverse;
            var shift = a.Shift.Length > 0 ? a.Shift[channel] : 0;
            a.Output[at] = ((a.Input[at] - mean) * factor) + shift;
        }
    }

    internal readonly record struct Arguments(ArrayView<float> Input, ArrayView<float> Output, ArrayView<float> Statistics, ArrayView<float> Scale, ArrayView<float> Shift, MapLanes Maps, int Channels, float Epsilon)
    {
        public int At(int first, int i, int sample) => ((first + (i / Maps.Places)) * Maps.ChannelStep) + (i % Maps.Places * Maps.PlaceStep) + sample;
    }
}

/// <summary>The gradient of the input, a thread for each part and sample.</summary>
internal sealed unsafe class NormBackwardKernel(NormBackward<float, Lane> instruction, Scene scene) : DeviceKernel<NormBackward<float, Lane>>
{
    private readonly Each<Arguments> _run = scene.Each<Arguments>(Run);
    private readonly ArrayView<float> _input = scene.View(instruction.Input);
    private readonly ArrayView<float> _gradient = scene.View(instruction.Gradient);
    private readonly ArrayView<float> _inputGradient = scene.View(instruction.InputGradient);
    private readonly ArrayView<float> _statistics = scene.View(instruction.Norm.Statistics);
    private readonly ArrayView<float> _scale = instruction.Norm.Scale is { } scale ? scene.View(scale.Value, scale.Info.Length) : ArrayView<float>.Empty;

    public override void Start()
    {
        var norm = instruction.Norm;
        _run.Start(norm.Groups * scene.Batch.Count, new(_input, _gradient, _inputGradient, _statistics, _scale, MapLanes.Of(norm.Maps, scene), norm.Channels));
    }

    private static void Run(Index1D index, Arguments a)
    {
        var (sample, part) = (index % a.Maps.Samples.Count, index / a.Maps.Samples.Count);
        var first = part * a.Channels;
        var count = a.Channels * a.Maps.Places;
        var mean = a.Statistics[(2 * part * a.Maps.Samples.Lanes) + sample];
        var inverse = a.Statistics[(((2 * part) + 1) * a.Maps.Samples.Lanes) + sample];
        var (plain, products) = (0f, 0f);
        for (var i = 0; i < count; i++)
        {
            var at = a.At(first, i, sample);
            var slope = a.Gradient[at] * a.Factor(first, i);
            plain += slope;
            products += slope * (a.Input[at] - mean);
        }
        plain /= count;
        products = products / count * inverse * inverse;
        for (var i = 0; i < count; i++)
        {
            var at = a.At(first, i, sample);
            a.InputGradient[at] = ((a.Gradient[at] * a.Factor(first, i)) - plain - ((a.Input[at] - mean) * products)) * inverse;
        }
    }

    internal readonly record struct Arguments(ArrayView<float> Input, ArrayView<float> Gradient, ArrayView<float> InputGradient, ArrayView<float> Statistics, ArrayView<float> Scale, MapLanes Maps, int Channels)
    {
        public int At(int first, int i, int sample) => ((first + (i / Maps.Places)) * Maps.ChannelStep) + (i % Maps.Places * Maps.PlaceStep) + sample;

        public float Factor(int first, int i) => Scale.Length > 0 ? Scale[first + (i / Maps.Places)] : 1f;
    }
}

/// <summary>The gradient of the scale, a group of threads for each channel.</summary>
internal sealed unsafe class NormScaleGradientKernel(NormScaleGradient<float, Lane> instruction, Scene scene) : DeviceKernel<NormScaleGradient<float, Lane>>
{
    private readonly Groups<Arguments> _run = scene.Groups<Arguments>(Run);
    private readonly ArrayView<float> _input = scene.View(instruction.Input);
    private readonly ArrayView<float> _gradient = scene.View(instruction.Gradient);
    private readonly ArrayView<float> _statistics = scene.View(instruction.Norm.Statistics);
    private readonly ArrayView<float> _target = scene.View(instruction.Norm.Scale!.Gradient, instruction.Norm.Scale.Info.Length);

    public override void Start() => _run.Start(instruction.Norm.Maps.Channels, 1, 1, new(_input, _gradient, _statistics, _target, MapLanes.Of(instruction.Norm.Maps, scene), instruction.Norm.Channels));

    private static void Run(Arguments a)
    {
        var channel = Grid.IdxX;
        var figures = 2 * (channel / a.Channels) * a.Maps.Samples.Lanes;
        var sum = 0f;
        for (var i = Group.IdxX; i < a.Maps.ChannelCount; i += Scene.GroupThreads)
        {
            var (at, sample) = (a.Maps.At(channel, i), i % a.Maps.Samples.Count);
            sum += a.Gradient[at] * (a.Input[at] - a.Statistics[figures + sample]) * a.Statistics[figures + a.Maps.Samples.Lanes + sample];
        }
        sum = GroupSum.Of(sum);
        if (Group.IdxX == 0)
        {
            a.Target[channel] = sum;
        }
    }

    internal readonly record struct Arguments(ArrayView<float> Input, ArrayView<float> Gradient, ArrayView<float> Statistics, ArrayView<float> Target, MapLanes Maps, int Channels);
}
