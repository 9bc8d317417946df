using ILGPU;
using Nnet.Engine.Ilgpu.Execution;
using Nnet.Engine.Ilgpu.Kernels;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Maps;

namespace Nnet.Engine.Ilgpu.Layers.Maps;

/// <summary>Sums a gradient over samples and places: the gradient of what is added to each channel.</summary>
internal sealed unsafe class ChannelSumsKernel(ChannelSums<float, Lane> instruction, Scene scene) : DeviceKernel<ChannelSums<float, Lane>>
{
    private readonly Groups<RowSums> _run = scene.Groups<RowSums>(RowSums.Run);
    private readonly ArrayView<float> _source = scene.View(instruction.Gradient);
    private readonly ArrayView<float> _target = scene.View(instruction.Bias.Gradient, instruction.Bias.Info.Length);

    public override void Start()
    {
        var maps = instruction.Maps;
        _run.Start(maps.Channels, 1, 1, new RowSums(_source, (int)maps.ChannelStep, (int)maps.PlaceStep, maps.Places, _target, scene.Samples));
    }
}
