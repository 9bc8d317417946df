using ILGPU;
using Nnet.Engine.Ilgpu.Execution;
using Nnet.Engine.Ilgpu.Kernels;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Sequences;

namespace Nnet.Engine.Ilgpu.Layers.Sequences;

/// <summary>What the kernels of a normalisation over features share.</summary>
internal static unsafe class FeatureNormViews
{
    /// <summary>The scales, or nothing.</summary>
    public static ArrayView<float> Scale(this FeatureNormSite<float> norm, Scene scene) => norm.Scale == null ? ArrayView<float>.Empty : scene.View(norm.Scale, norm.Features);

    /// <summary>The shifts, or nothing.</summary>
    public static ArrayView<float> Shift(this FeatureNormSite<float> norm, Scene scene) => norm.Shift == null ? ArrayView<float>.Empty : scene.View(norm.Shift, norm.Features);
}

/// <summary>Normalises the features of each place of each sample, a thread for each.</summary>
internal sealed class FeatureNormForwardKernel<TCentered>(FeatureNormForward<float, Lane, TCentered> instruction, Scene scene) : DeviceKernel<FeatureNormForward<float, Lane, TCentered>>
    where TCentered : struct, IConstant
{
    private readonly Each<Arguments> _run = scene.Each<Arguments>(Run);
    private readonly ArrayView<float> _input = scene.View(instruction.Norm.InputSlot);
    private readonly ArrayView<float> _output = scene.View(instruction.Output);
    private readonly ArrayView<float> _figures = scene.View(instruction.Norm.FiguresSlot);
    private readonly ArrayView<float> _scale = instruction.Norm.Scale(scene);
    private readonly ArrayView<float> _shift = instruction.Norm.Shift(scene);

    public override void Start()
        => _run.Start(instruction.Norm.Places * scene.Batch.Count, new(_input, _output, _figures, _scale, _shift, scene.Samples, instruction.Norm.Features, TCentered.Value, (float)instruction.Epsilon));

    private static void Run(Index1D index, Arguments a)
    {
        var (place, sample, lanes) = (index / a.Samples.Count, index % a.Samples.Count, a.Samples.Lanes);
        var first = (place * a.Features * lanes) + sample;
        var mean = 0f;
        if (a.Centered > 0)
        {
            for (var i = 0; i < a.Features; i++)
            {
                mean += a.Input[first + (i * lanes)];
            }
            mean /= a.Features;
        }
        var squares = 0f;
        for (var i = 0; i < a.Features; i++)
        {
            var distance = a.Input[first + (i * lanes)] - mean;
            squares += distance * distance;
        }
        var variance = (squares / a.Features) + a.Epsilon;
        // With eps=0 equal features have no spread: they stay at their mean instead of becoming 0/0.
        var inverse = variance == 0 ? 0 : 1 / Lane.Sqrt(new Lane(variance)).Number;
        a.Figures[(2 * place * lanes) + sample] = mean;
        a.Figures[(((2 * place) + 1) * lanes) + sample] = inverse;
        for (var i = 0; i < a.Features; i++)
        {
            var value = (a.Input[first + (i * lanes)] - mean) * inverse;
            if (a.Scale.Length > 0)
            {
                value *= a.Scale[i];
            }
            if (a.Shift.Length > 0)
            {
                value += a.Shift[i];
            }
            a.Output[first + (i * lanes)] = value;
        }
    }

    internal readonly record struct Arguments(ArrayView<float> Input, ArrayView<float> Output, ArrayView<float> Figures, ArrayView<float> Scale, ArrayView<float> Shift, SampleLanes Samples, int Features, int Centered, float Epsilon);
}

/// <summary>The gradient of the input, a thread for each place of each sample.</summary>
internal sealed class FeatureNormBackwardKernel<TCentered>(FeatureNormBackward<float, Lane, TCentered> instruction, Scene scene) : DeviceKernel<FeatureNormBackward<float, Lane, TCentered>>
    where TCentered : struct, IConstant
{
    private readonly Each<Arguments> _run = scene.Each<Arguments>(Run);
    private readonly ArrayView<float> _input = scene.View(instruction.Norm.InputSlot);
    private readonly ArrayView<float> _gradient = scene.View(instruction.Gradient);
    private readonly ArrayView<float> _inputGradient = scene.View(instruction.InputGradient);
    private readonly ArrayView<float> _figures = scene.View(instruction.Norm.FiguresSlot);
    private readonly ArrayView<float> _scale = instruction.Norm.Scale(scene);

    public override void Start()
        => _run.Start(instruction.Norm.Places * scene.Batch.Count, new(_input, _gradient, _inputGradient, _figures, _scale, scene.Samples, instruction.Norm.Features, TCentered.Value));

    private static void Run(Index1D index, Arguments a)
    {
        var (place, sample, lanes) = (index / a.Samples.Count, index % a.Samples.Count, a.Samples.Lanes);
        var first = (place * a.Features * lanes) + sample;
        var mean = a.Figures[(2 * place * lanes) + sample];
        var inverse = a.Figures[(((2 * place) + 1) * lanes) + sample];
        var (sum, along) = (0f, 0f);
        for (var i = 0; i < a.Features; i++)
        {
            var at = first + (i * lanes);
            var slope = a.Scale.Length > 0 ? a.Gradient[at] * a.Scale[i] : a.Gradient[at];
            sum += slope;
            along += slope * (a.Input[at] - mean);
        }
        sum = a.Centered > 0 ? sum / a.Features : 0;
        along = along / a.Features * inverse * inverse;
        for (var i = 0; i < a.Features; i++)
        {
            var at = first + (i * lanes);
            var slope = a.Scale.Length > 0 ? a.Gradient[at] * a.Scale[i] : a.Gradient[at];
            a.InputGradient[at] = (slope - sum - ((a.Input[at] - mean) * along)) * inverse;
        }
    }

    internal readonly record struct Arguments(ArrayView<float> Input, ArrayView<float> Gradient, ArrayView<float> InputGradient, ArrayView<float> Figures, ArrayView<float> Scale, SampleLanes Samples, int Features, int Centered);
}

/// <summary>The gradient of the scales, a group of threads for each.</summary>
internal sealed unsafe class FeatureNormGradientKernel(FeatureNormGradient<float, Lane> instruction, Scene scene) : DeviceKernel<FeatureNormGradient<float, Lane>>
{
    private readonly Groups<Arguments> _run = scene.Groups<Arguments>(Run);
    private readonly ArrayView<float> _input = scene.View(instruction.Norm.InputSlot);
    private readonly ArrayView<float> _gradient = scene.View(instruction.Gradient);
    private readonly ArrayView<float> _figures = scene.View(instruction.Norm.FiguresSlot);
    private readonly ArrayView<float> _target = scene.View(instruction.Scale.Gradient, instruction.Scale.Info.Length);

    public override void Start() => _run.Start(instruction.Norm.Features, 1, 1, new(_input, _gradient, _figures, _target, scene.Samples, instruction.Norm.Places, instruction.Norm.Features));

    private static void Run(Arguments a)
    {
        var (feature, lanes) = (Grid.IdxX, a.Samples.Lanes);
        var sum = 0f;
        for (var i = Group.IdxX; i < a.Places * a.Samples.Count; i += Scene.GroupThreads)
        {
            var (place, sample) = (i / a.Samples.Count, i % a.Samples.Count);
            var at = (((place * a.Features) + feature) * lanes) + sample;
            sum += (a.Input[at] - a.Figures[(2 * place * lanes) + sample]) * a.Figures[(((2 * place) + 1) * lanes) + sample] * a.Gradient[at];
        }
        sum = GroupSum.Of(sum);
        if (Group.IdxX == 0)
        {
            a.Target[feature] = sum;
        }
    }

    internal readonly record struct Arguments(ArrayView<float> Input, ArrayView<float> Gradient, ArrayView<float> Figures, ArrayView<float> Target, SampleLanes Samples, int Places, int Features);
}

/// <summary>The gradient of the shifts, a group of threads for each.</summary>
internal sealed unsafe class FeatureSumsKernel(FeatureSums<float, Lane> instruction, Scene scene) : DeviceKernel<FeatureSums<float, Lane>>
{
    private readonly Groups<Ilgpu.Kernels.RowSums> _run = scene.Groups<Ilgpu.Kernels.RowSums>(Ilgpu.Kernels.RowSums.Run);
    private readonly ArrayView<float> _gradient = scene.View(instruction.Gradient);
    private readonly ArrayView<float> _target = scene.View(instruction.Shift.Gradient, instruction.Shift.Info.Length);

    public override void Start()
    {
        var (norm, lanes) = (instruction.Norm, scene.Batch.Lanes);
        _run.Start(norm.Features, 1, 1, new(_gradient, lanes, norm.Features * lanes, norm.Places, _target, scene.Samples));
    }
}
