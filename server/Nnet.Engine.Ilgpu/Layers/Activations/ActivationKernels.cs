using ILGPU;
using Nnet.Engine.Ilgpu.Execution;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Activations;

namespace Nnet.Engine.Ilgpu.Layers.Activations;

/// <summary>Applies a function to every number.</summary>
internal sealed class ActivationForwardKernel<TFunction>(ActivationForward<float, Lane, TFunction> instruction, Scene scene) : DeviceKernel<ActivationForward<float, Lane, TFunction>>
    where TFunction : struct, IActivation<float, Lane>
{
    private readonly Each<Arguments> _run = scene.Each<Arguments>(Run);
    private readonly ArrayView<float> _x = scene.View(instruction.Input);
    private readonly ArrayView<float> _y = scene.View(instruction.Output);
    private readonly int _features = scene.FeaturesOf(instruction.Input);

    public override void Start() => _run.Start(_features * scene.Batch.Count, new(_x, _y, scene.Samples, instruction.Function));

    private static void Run(Index1D index, Arguments a)
    {
        var at = a.Samples.At(index);
        a.Y[at] = a.Function.Value(new Lane(a.X[at])).Number;
    }

    internal readonly record struct Arguments(ArrayView<float> X, ArrayView<float> Y, SampleLanes Samples, TFunction Function);
}

/// <summary>Multiplies every gradient by the function's slope.</summary>
internal sealed class ActivationBackwardKernel<TFunction>(ActivationBackward<float, Lane, TFunction> instruction, Scene scene) : DeviceKernel<ActivationBackward<float, Lane, TFunction>>
    where TFunction : struct, IActivation<float, Lane>
{
    private readonly Each<Arguments> _run = scene.Each<Arguments>(Run);
    private readonly ArrayView<float> _kept = scene.View(instruction.Kept);
    private readonly ArrayView<float> _gradient = scene.View(instruction.Gradient);
    private readonly ArrayView<float> _inputGradient = scene.View(instruction.InputGradient);
    private readonly int _features = scene.FeaturesOf(instruction.Kept);

    public override void Start() => _run.Start(_features * scene.Batch.Count, new(_kept, _gradient, _inputGradient, scene.Samples, instruction.Function));

    private static void Run(Index1D index, Arguments a)
    {
        var at = a.Samples.At(index);
        a.InputGradient[at] = a.Function.Slope(new Lane(a.Kept[at])).Number * a.Gradient[at];
    }

    internal readonly record struct Arguments(ArrayView<float> Kept, ArrayView<float> Gradient, ArrayView<float> InputGradient, SampleLanes Samples, TFunction Function);
}
