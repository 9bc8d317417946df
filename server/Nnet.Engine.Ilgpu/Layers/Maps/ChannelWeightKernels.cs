using ILGPU;
using Nnet.Engine.Ilgpu.Execution;
using Nnet.Engine.Ilgpu.Kernels;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Maps;

namespace Nnet.Engine.Ilgpu.Layers.Maps;

/// <summary>Applies a function of a number and its channel's weight.</summary>
internal sealed unsafe class ChannelForwardKernel<TFunction>(ChannelForward<float, Lane, TFunction> instruction, Scene scene) : DeviceKernel<ChannelForward<float, Lane, TFunction>>
    where TFunction : struct, IChannelFunction<float, Lane>
{
    private readonly Each<Arguments> _run = scene.Each<Arguments>(Run);
    private readonly ArrayView<float> _weights = scene.View(instruction.Weights.Value, instruction.Weights.Info.Length);
    private readonly ArrayView<float> _input = scene.View(instruction.Input);
    private readonly ArrayView<float> _output = scene.View(instruction.Output);

    public override void Start()
    {
        var maps = MapLanes.Of(instruction.Maps, scene);
        _run.Start(maps.Count, new(_weights, _input, _output, maps, instruction.Function));
    }

    private static void Run(Index1D index, Arguments a)
    {
        var at = a.Maps.At(index);
        a.Output[at] = a.Function.Value(new Lane(a.Input[at]), new Lane(a.Weights[a.Maps.ChannelOf(index)])).Number;
    }

    internal readonly record struct Arguments(ArrayView<float> Weights, ArrayView<float> Input, ArrayView<float> Output, MapLanes Maps, TFunction Function);
}

/// <summary>Multiplies every gradient by the function's slope.</summary>
internal sealed unsafe class ChannelBackwardKernel<TFunction>(ChannelBackward<float, Lane, TFunction> instruction, Scene scene) : DeviceKernel<ChannelBackward<float, Lane, TFunction>>
    where TFunction : struct, IChannelFunction<float, Lane>
{
    private readonly Each<Arguments> _run = scene.Each<Arguments>(Run);
    private readonly ArrayView<float> _weights = scene.View(instruction.Weights.Value, instruction.Weights.Info.Length);
    private readonly ArrayView<float> _input = scene.View(instruction.Input);
    private readonly ArrayView<float> _gradient = scene.View(instruction.Gradient);
    private readonly ArrayView<float> _inputGradient = scene.View(instruction.InputGradient);

    public override void Start()
    {
        var maps = MapLanes.Of(instruction.Maps, scene);
        _run.Start(maps.Count, new(_weights, _input, _gradient, _inputGradient, maps, instruction.Function));
    }

    private static void Run(Index1D index, Arguments a)
    {
        var at = a.Maps.At(index);
        a.InputGradient[at] = a.Function.Slope(new Lane(a.Input[at]), new Lane(a.Weights[a.Maps.ChannelOf(index)])).Number * a.Gradient[at];
    }

    internal readonly record struct Arguments(ArrayView<float> Weights, ArrayView<float> Input, ArrayView<float> Gradient, ArrayView<float> InputGradient, MapLanes Maps, TFunction Function);
}

/// <summary>The gradient of the weights, a group of threads for each.</summary>
internal sealed unsafe class ChannelGradientKernel<TFunction>(ChannelGradient<float, Lane, TFunction> instruction, Scene scene) : DeviceKernel<ChannelGradient<float, Lane, TFunction>>
    where TFunction : struct, IChannelFunction<float, Lane>
{
    private readonly Groups<Arguments> _run = scene.Groups<Arguments>(Run);
    private readonly ArrayView<float> _input = scene.View(instruction.Input);
    private readonly ArrayView<float> _gradient = scene.View(instruction.Gradient);
    private readonly ArrayView<float> _target = scene.View(instruction.Weights.Gradient, instruction.Weights.Info.Length);

    public override void Start() => _run.Start(instruction.Maps.Channels, 1, 1, new(_input, _gradient, _target, MapLanes.Of(instruction.Maps, scene), instruction.Function));

    private static void Run(Arguments a)
    {
        var sum = 0f;
        for (var i = Group.IdxX; i < a.Maps.ChannelCount; i += Scene.GroupThreads)
        {
            var at = a.Maps.At(Grid.IdxX, i);
            sum += a.Function.Share(new Lane(a.Input[at])).Number * a.Gradient[at];
        }
        sum = GroupSum.Of(sum);
        if (Group.IdxX == 0)
        {
            a.Target[Grid.IdxX] = sum;
        }
    }

    internal readonly record struct Arguments(ArrayView<float> Input, ArrayView<float> Gradient, ArrayView<float> Target, MapLanes Maps, TFunction Function);
}
