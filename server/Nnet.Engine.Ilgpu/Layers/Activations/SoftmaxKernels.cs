using ILGPU;
using Nnet.Engine.Ilgpu.Execution;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Activations;

namespace Nnet.Engine.Ilgpu.Layers.Activations;

/// <summary>Softmax over the last axis, a thread for each vector of each sample.</summary>
internal sealed class SoftmaxForwardKernel(SoftmaxForward<float, Lane> instruction, Scene scene) : DeviceKernel<SoftmaxForward<float, Lane>>
{
    private readonly Each<Arguments> _run = scene.Each<Arguments>(Run);
    private readonly ArrayView<float> _input = scene.View(instruction.Input);
    private readonly ArrayView<float> _output = scene.View(instruction.Output);

    public override void Start() => _run.Start(instruction.Vectors * scene.Batch.Count, new(_input, _output, instruction.Classes, scene.Samples));

    private static void Run(Index1D index, Arguments a)
    {
        var first = (index / a.Samples.Count * a.Classes * a.Samples.Lanes) + (index % a.Samples.Count);
        var greatest = new Lane(a.Input[first]);
        for (var i = 1; i < a.Classes; i++)
        {
            greatest = Lane.Max(greatest, new Lane(a.Input[first + (i * a.Samples.Lanes)]));
        }
        var sum = Lane.Zero;
        for (var i = 0; i < a.Classes; i++)
        {
            var power = Elementary.Exp<float, Lane>(new Lane(a.Input[first + (i * a.Samples.Lanes)]) - greatest);
            sum += power;
            a.Output[first + (i * a.Samples.Lanes)] = power.Number;
        }
        var scale = 1 / sum.Number;
        for (var i = 0; i < a.Classes; i++)
        {
            a.Output[first + (i * a.Samples.Lanes)] *= scale;
        }
    }

    internal readonly record struct Arguments(ArrayView<float> Input, ArrayView<float> Output, int Classes, SampleLanes Samples);
}

/// <summary>dx = y·(dy − Σ y·dy), a thread for each vector of each sample.</summary>
internal sealed class SoftmaxBackwardKernel(SoftmaxBackward<float, Lane> instruction, Scene scene) : DeviceKernel<SoftmaxBackward<float, Lane>>
{
    private readonly Each<Arguments> _run = scene.Each<Arguments>(Run);
    private readonly ArrayView<float> _output = scene.View(instruction.Output);
    private readonly ArrayView<float> _gradient = scene.View(instruction.Gradient);
    private readonly ArrayView<float> _inputGradient = scene.View(instruction.InputGradient);

    public override void Start() => _run.Start(instruction.Vectors * scene.Batch.Count, new(_output, _gradient, _inputGradient, instruction.Classes, scene.Samples));

    private static void Run(Index1D index, Arguments a)
    {
        var first = (index / a.Samples.Count * a.Classes * a.Samples.Lanes) + (index % a.Samples.Count);
        var sum = 0f;
        for (var i = 0; i < a.Classes; i++)
        {
            sum += a.Output[first + (i * a.Samples.Lanes)] * a.Gradient[first + (i * a.Samples.Lanes)];
        }
        for (var i = 0; i < a.Classes; i++)
        {
            var at = first + (i * a.Samples.Lanes);
            a.InputGradient[at] = a.Output[at] * (a.Gradient[at] - sum);
        }
    }

    internal readonly record struct Arguments(ArrayView<float> Output, ArrayView<float> Gradient, ArrayView<float> InputGradient, int Classes, SampleLanes Samples);
}
