using ILGPU;
using ILGPU.Runtime;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;

namespace Nnet.Engine.Ilgpu.Execution;

/// <summary>Marks the units that are positive for some sample at some place; the marks stay until they are collected.</summary>
internal sealed class WatchUnitsKernel(WatchUnits<float, Lane> instruction, Scene scene) : DeviceKernel<WatchUnits<float, Lane>>
{
    private readonly Each<Arguments> _run = scene.Each<Arguments>(Run);
    private readonly ArrayView<float> _output = scene.View(instruction.Output);
    private readonly ArrayView<int> _marks = scene.Memory.Own<int>(instruction.Activity.Units);

    public override void Start()
    {
        if (instruction.Activity.IsOpen)
        {
            var maps = instruction.Maps;
            _run.Start(maps.Channels * scene.Batch.Count, new(_output, _marks, scene.Samples, maps.Places, (int)maps.ChannelStep, (int)maps.PlaceStep));
        }
    }

    public override void Collect()
    {
        var marks = new int[instruction.Activity.Units];
        _marks.CopyToCPU(scene.Stream, marks);
        for (var unit = 0; unit < marks.Length; unit++)
        {
            instruction.Activity[unit] |= marks[unit] != 0;
        }
        scene.Clear(_marks);
    }

    private static void Run(Index1D index, Arguments a)
    {
        var (unit, sample) = (index / a.Samples.Count, index % a.Samples.Count);
        var at = (unit * a.ChannelStep) + sample;
        for (var place = 0; place < a.Places; place++)
        {
            if (a.Output[at + (place * a.PlaceStep)] > 0)
            {
                // Whoever else does so writes the same.
                a.Marks[unit] = 1;
                return;
            }
        }
    }

    internal readonly record struct Arguments(ArrayView<float> Output, ArrayView<int> Marks, SampleLanes Samples, int Places, int ChannelStep, int PlaceStep);
}

/// <summary>Counts, in the steps that are looked at, the numbers that are further than an edge from the middle of the function's range.</summary>
internal sealed class WatchSaturationKernel(WatchSaturation<float, Lane> instruction, Scene scene) : DeviceKernel<WatchSaturation<float, Lane>>
{
    private readonly Each<Arguments> _run = scene.Each<Arguments>(Run);
    private readonly ArrayView<float> _output = scene.View(instruction.Output);
    private readonly ArrayView<int> _counts = scene.Memory.Own<int>(scene.Batch.Capacity);
    private int _looked;

    public override void Start()
    {
        if (instruction.Saturation.IsArmed)
        {
            _looked += scene.Batch.Count;
            _run.Start(scene.Batch.Count, new(_output, _counts, scene.Batch.Lanes, instruction.Length, (float)instruction.Middle, (float)instruction.Edge));
        }
    }

    public override void Collect()
    {
        if (_looked > 0)
        {
            var counts = new int[scene.Batch.Capacity];
            _counts.CopyToCPU(scene.Stream, counts);
            scene.Clear(_counts);
            instruction.Saturation.Add(counts.Sum(count => (long)count), (long)_looked * instruction.Length);
            _looked = 0;
        }
    }

    private static void Run(Index1D sample, Arguments a)
    {
        var count = 0;
        for (var i = 0; i < a.Length; i++)
        {
            count += Lane.Abs(new Lane(a.Output[(i * a.Lanes) + sample] - a.Middle)).Number > a.Edge ? 1 : 0;
        }
        a.Counts[sample] += count;
    }

    internal readonly record struct Arguments(ArrayView<float> Output, ArrayView<int> Counts, int Lanes, int Length, float Middle, float Edge);
}

/// <summary>The gradient of a tensor that several layers share: what each finds, summed in the order of the layers, the owner's first.</summary>
internal sealed unsafe class TiedGradientKernel(TiedGradient<float> instruction, Scene scene) : DeviceKernel<TiedGradient<float>>
{
    private readonly Each<Optimizers.GradientStep> _add = scene.Each<Optimizers.GradientStep>(Optimizers.GradientStep.Add);
    private readonly DeviceKernel[] _parts = [.. instruction.Parts.Select(part => KernelCatalog.Of(part, scene))];
    private readonly ArrayView<float>[] _found = [.. instruction.Found.Select(found => scene.View(found.Gradient, found.Info.Length))];
    private readonly ArrayView<float> _sum = scene.View(instruction.Owner.Gradient, instruction.Owner.Info.Length);

    public override void Start()
    {
        for (var i = 0; i < _parts.Length; i++)
        {
            _parts[i].Start();
            if (instruction.Found[i] == instruction.Owner)
            {
                continue;
            }
            if (i == 0)
            {
                scene.Copy(_found[i], _sum);
            }
            else
            {
                _add.Start((int)_sum.Length, new(_sum, _found[i], 0, 0));
            }
        }
    }
}
