using ILGPU;
using Nnet.Engine.Ilgpu.Execution;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Activations;

namespace Nnet.Engine.Ilgpu.Layers.Activations;

/// <summary>One half of the features lets the other through.</summary>
internal sealed class GluForwardKernel(GluForward<float, Lane> instruction, Scene scene) : DeviceKernel<GluForward<float, Lane>>
{
    private readonly Each<Arguments> _run = scene.Each<Arguments>(Run);
    private readonly ArrayView<float> _input = scene.View(instruction.Input);
    private readonly ArrayView<float> _output = scene.View(instruction.Output);
    private readonly int _half = scene.FeaturesOf(instruction.Output) / instruction.Pieces;

    public override void Start() => _run.Start(instruction.Pieces * _half * scene.Batch.Count, new(_input, _output, _half, scene.Samples));

    private static void Run(Index1D index, Arguments a)
    {
        var at = a.Samples.At(index);
        var value = at + (index / a.Samples.Count / a.Half * a.Half * a.Samples.Lanes);
        a.Output[at] = a.Input[value] * Elementary.Sigmoid<float, Lane>(new Lane(a.Input[value + (a.Half * a.Samples.Lanes)])).Number;
    }

    internal readonly record struct Arguments(ArrayView<float> Input, ArrayView<float> Output, int Half, SampleLanes Samples);
}

/// <summary>The gradient of both halves.</summary>
internal sealed class GluBackwardKernel(GluBackward<float, Lane> instruction, Scene scene) : DeviceKernel<GluBackward<float, Lane>>
{
    private readonly Each<Arguments> _run = scene.Each<Arguments>(Run);
    private readonly ArrayView<float> _input = scene.View(instruction.Input);
    private readonly ArrayView<float> _gradient = scene.View(instruction.Gradient);
    private readonly ArrayView<float> _inputGradient = scene.View(instruction.InputGradient);
    private readonly int _half = scene.FeaturesOf(instruction.Gradient) / instruction.Pieces;

    public override void Start() => _run.Start(instruction.Pieces * _half * scene.Batch.Count, new(_input, _gradient, _inputGradient, _half, scene.Samples));

    private static void Run(Index1D index, Arguments a)
    {
        var at = a.Samples.At(index);
        var value = at + (index / a.Samples.Count / a.Half * a.Half * a.Samples.Lanes);
        var gate = value + (a.Half * a.Samples.Lanes);
        var share = Elementary.Sigmoid<float, Lane>(new Lane(a.Input[gate])).Number;
        var part = a.Gradient[at] * share;
        a.InputGradient[value] = part;
        a.InputGradient[gate] = part * a.Input[value] * (1 - share);
    }

    internal readonly record struct Arguments(ArrayView<float> Input, ArrayView<float> Gradient, ArrayView<float> InputGradient, int Half, SampleLanes Samples);
}
