using ILGPU;
using Nnet.Engine.Ilgpu.Execution;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Shaping;

namespace Nnet.Engine.Ilgpu.Layers.Shaping;

/// <summary>Brings features into another order.</summary>
internal sealed class MoveFeaturesKernel(MoveFeatures<float, Lane> instruction, Scene scene) : DeviceKernel<MoveFeatures<float, Lane>>
{
    private readonly Each<Arguments> _run = scene.Each<Arguments>(Run);
    private readonly ArrayView<int> _order = scene.Memory.Constant<int>(instruction.Order);
    private readonly ArrayView<float> _source = scene.View(instruction.Source);
    private readonly ArrayView<float> _target = scene.View(instruction.Target);

    public override void Start() => _run.Start(instruction.Order.Length * scene.Batch.Count, new(_order, _source, _target, scene.Samples));

    private static void Run(Index1D index, Arguments a)
        => a.Target[a.Samples.At(index)] = a.Source[(a.Order[index / a.Samples.Count] * a.Samples.Lanes) + (index % a.Samples.Count)];

    internal readonly record struct Arguments(ArrayView<int> Order, ArrayView<float> Source, ArrayView<float> Target, SampleLanes Samples);
}
