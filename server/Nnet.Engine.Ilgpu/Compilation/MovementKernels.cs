using ILGPU;
using Nnet.Engine.Compilation;
using Nnet.Engine.Ilgpu.Execution;
using Nnet.Engine.Kernels;

namespace Nnet.Engine.Ilgpu.Compilation;

/// <summary>Brings samples (or their targets) from rows into lanes.</summary>
internal sealed class RowsToLanesKernel(RowsToLanes<float> instruction, Scene scene) : DeviceKernel<RowsToLanes<float>>
{
    private readonly Each<Arguments> _run = scene.Each<Arguments>(Run);
    private readonly ArrayView<float> _rows = instruction.Targets ? scene.Targets : scene.Inputs;
    private readonly ArrayView<float> _lanes = scene.View(instruction.To);

    public override unsafe void Start()
    {
        if (!instruction.Targets || scene.KnowsTargets)
        {
            var stride = instruction.Targets ? scene.Batch.TargetStride : scene.Batch.InputStride;
            _run.Start(instruction.Features * scene.Batch.Count, new(_rows, _lanes, scene.Samples, instruction.Offset, stride));
        }
    }

    private static void Run(Index1D index, Arguments a)
    {
        var (feature, sample) = (index / a.Samples.Count, index % a.Samples.Count);
        a.Lanes[a.Samples.At(index)] = a.Rows[(sample * a.Stride) + a.Offset + feature];
    }

    internal readonly record struct Arguments(ArrayView<float> Rows, ArrayView<float> Lanes, SampleLanes Samples, int Offset, int Stride);
}

/// <summary>Copies values from lanes to rows, place by place.</summary>
internal readonly record struct RowCopy(ArrayView<float> Lanes, ArrayView<float> Rows, SampleLanes Samples, int Width, int Features, int From, int Stride, int PlaceStride)
{
    /// <summary>Copies one number: of that place, feature and sample.</summary>
    public static void Run(Index1D index, RowCopy a)
    {
        var sample = index % a.Samples.Count;
        var feature = index / a.Samples.Count % a.Width;
        var place = index / a.Samples.Count / a.Width;
        a.Rows[(place * a.PlaceStride) + (sample * a.Stride) + feature] = a.Lanes[(((place * a.Features) + a.From + feature) * a.Samples.Lanes) + sample];
    }
}

/// <summary>Copies values from lanes to rows with a given stride.</summary>
internal sealed class LanesToRowsKernel(LanesToRows<float> instruction, Scene scene) : DeviceKernel<LanesToRows<float>>
{
    private readonly Each<RowCopy> _run = scene.Each<RowCopy>(RowCopy.Run);
    private readonly ArrayView<float> _lanes = scene.View(instruction.Values);
    private readonly ArrayView<float> _rows = scene.View(instruction.Rows);

    public override void Start()
        => _run.Start(instruction.Features * scene.Batch.Count, new(_lanes, _rows, scene.Samples, instruction.Features, instruction.Features, 0, instruction.Stride, 0));
}

/// <summary>Copies the features of every place from lanes to rows.</summary>
internal sealed class PlacesToRowsKernel(PlacesToRows<float> instruction, Scene scene) : DeviceKernel<PlacesToRows<float>>
{
    private readonly Each<RowCopy> _run = scene.Each<RowCopy>(RowCopy.Run);
    private readonly ArrayView<float> _lanes = scene.View(instruction.View.Slot);
    private readonly ArrayView<float> _rows = scene.View(instruction.Rows);

    public override void Start()
    {
        var (view, rows) = (instruction.View, instruction.Rows);
        _run.Start(view.Places * view.Width * scene.Batch.Count, new(_lanes, _rows, scene.Samples, view.Width, view.Features, view.From, rows.Stride, (int)rows.PlaceStride));
    }
}

/// <summary>Brings outputs to rows, which the caller then gets.</summary>
internal sealed class OutputsToRowsKernel(OutputsToRows<float> instruction, Scene scene) : DeviceKernel<OutputsToRows<float>>
{
    private readonly Each<RowCopy> _run = scene.Each<RowCopy>(RowCopy.Run);
    private readonly ArrayView<float> _lanes = scene.View(instruction.Values);
    private readonly ArrayView<float> _rows = scene.Outputs(instruction.Aim, instruction.Features);

    public override unsafe void Start()
    {
        if (instruction.Aim.Outputs != null)
        {
            _run.Start(instruction.Features * scene.Batch.Count, new(_lanes, _rows, scene.Samples, instruction.Features, instruction.Features, 0, instruction.Features, 0));
        }
    }
}

/// <summary>Sets values to zero.</summary>
internal sealed class ClearSlotKernel(ClearSlot<float> instruction, Scene scene) : DeviceKernel<ClearSlot<float>>
{
    private readonly ArrayView<float> _view = scene.View(instruction.Slot);

    public override void Start() => scene.Clear(_view);
}

/// <summary>Copies values.</summary>
internal sealed class CopySlotKernel(CopySlot<float> instruction, Scene scene) : DeviceKernel<CopySlot<float>>
{
    private readonly ArrayView<float> _source = scene.View(instruction.Source);
    private readonly ArrayView<float> _target = scene.View(instruction.Target);

    public override void Start() => scene.Copy(_source, _target);
}

/// <summary>Adds up the gradients that come back from several readers of one value, in the order of the readers.</summary>
internal sealed class SumOfSlotsKernel(SumOfSlots<float, Lane> instruction, Scene scene) : DeviceKernel<SumOfSlots<float, Lane>>
{
    private readonly Each<Arguments> _run = scene.Each<Arguments>(Run);
    private readonly ArrayView<float>[] _parts = [.. instruction.Parts.Select(scene.View)];
    private readonly ArrayView<float> _sum = scene.View(instruction.Sum);
    private readonly int _features = scene.FeaturesOf(instruction.Sum);

    public override void Start()
    {
        if (_parts.Length == 1)
        {
            scene.Copy(_parts[0], _sum);
            return;
        }
        for (var part = 1; part < _parts.Length; part++)
        {
            _run.Start(_features * scene.Batch.Count, new(part == 1 ? _parts[0] : _sum, _parts[part], _sum, scene.Samples));
        }
    }

    private static void Run(Index1D index, Arguments a)
    {
        var at = a.Samples.At(index);
        a.Sum[at] = a.First[at] + a.Second[at];
    }

    internal readonly record struct Arguments(ArrayView<float> First, ArrayView<float> Second, ArrayView<float> Sum, SampleLanes Samples);
}
