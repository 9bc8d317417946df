using ILGPU;
using Nnet.Engine.Ilgpu.Execution;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Sequences;

namespace Nnet.Engine.Ilgpu.Layers.Sequences;

/// <summary>Adds the same numbers to every sample.</summary>
internal sealed unsafe class AddRowsKernel(AddRows<float, Lane> instruction, Scene scene) : DeviceKernel<AddRows<float, Lane>>
{
    private readonly Each<Arguments> _run = scene.Each<Arguments>(Run);
    private readonly ArrayView<float> _added = instruction.Rows is { } rows ? scene.View(rows) : scene.View(instruction.Learned!.Value, instruction.Learned.Info.Length);
    private readonly ArrayView<float> _input = scene.View(instruction.Input);
    private readonly ArrayView<float> _output = scene.View(instruction.Output);

    public override void Start() => _run.Start(instruction.Features * scene.Batch.Count, new(_added, _input, _output, scene.Samples));

    private static void Run(Index1D index, Arguments a)
    {
        var at = a.Samples.At(index);
        a.Output[at] = a.Input[at] + a.Added[index / a.Samples.Count];
    }

    internal readonly record struct Arguments(ArrayView<float> Added, ArrayView<float> Input, ArrayView<float> Output, SampleLanes Samples);
}

/// <summary>The gradient of a table of places, a group of threads for each number; rows without a place get zero.</summary>
internal sealed unsafe class TableSumsKernel(RowSums<float, Lane> instruction, Scene scene) : DeviceKernel<RowSums<float, Lane>>
{
    private readonly Groups<Ilgpu.Kernels.RowSums> _run = scene.Groups<Ilgpu.Kernels.RowSums>(Ilgpu.Kernels.RowSums.Run);
    private readonly ArrayView<float> _source = scene.View(instruction.Gradient);
    private readonly ArrayView<float> _target = scene.View(instruction.Table.Gradient, instruction.Table.Info.Length);

    public override void Start()
    {
        scene.Clear(_target);
        _run.Start(instruction.Places * instruction.Table.RowLength, 1, 1, new(_source, scene.Batch.Lanes, 0, 1, _target, scene.Samples));
    }
}

/// <summary>Writes the same numbers for every sample.</summary>
internal sealed unsafe class WriteFeaturesKernel(WriteFeatures<float, Lane> instruction, Scene scene) : DeviceKernel<WriteFeatures<float, Lane>>
{
    private readonly Each<Arguments> _run = scene.Each<Arguments>(Run);
    private readonly ArrayView<float> _numbers = scene.View(instruction.Numbers.Value, instruction.Numbers.Info.Length);
    private readonly ArrayView<float> _target = scene.View(instruction.Target);

    public override void Start() => _run.Start(instruction.Numbers.Info.Length * scene.Batch.Count, new(_numbers, _target, scene.Samples));

    private static void Run(Index1D index, Arguments a) => a.Target[a.Samples.At(index)] = a.Numbers[index / a.Samples.Count];

    internal readonly record struct Arguments(ArrayView<float> Numbers, ArrayView<float> Target, SampleLanes Samples);
}

/// <summary>Looks every token's row up, a thread for each number. Tokens were checked on the processor.</summary>
internal sealed unsafe class EmbeddingForwardKernel(EmbeddingForward<float> instruction, Scene scene) : DeviceKernel<EmbeddingForward<float>>
{
    private readonly Each<Arguments> _run = scene.Each<Arguments>(Run);
    private readonly ArrayView<float> _table = scene.View(instruction.Table.Value, instruction.Table.Info.Length);
    private readonly ArrayView<float> _input = scene.View(instruction.Input);
    private readonly ArrayView<float> _output = scene.View(instruction.Output);

    public override void Start()
    {
        var features = instruction.Table.RowLength;
        _run.Start(instruction.Places * features * scene.Batch.Count, new(_table, _input, _output, scene.Samples, features));
    }

    private static void Run(Index1D index, Arguments a)
    {
        var feature = index / a.Samples.Count;
        var token = (int)a.Input[(feature / a.Features * a.Samples.Lanes) + (index % a.Samples.Count)];
        a.Output[a.Samples.At(index)] = token < 0 ? 0 : a.Table[(token * a.Features) + (feature % a.Features)];
    }

    internal readonly record struct Arguments(ArrayView<float> Table, ArrayView<float> Input, ArrayView<float> Output, SampleLanes Samples, int Features);
}

/// <summary>The gradient of the table: a thread for each of its numbers looks through all tokens, so that the order of each sum is always the same.</summary>
internal sealed unsafe class EmbeddingGradientKernel(EmbeddingGradient<float, Lane> instruction, Scene scene) : DeviceKernel<EmbeddingGradient<float, Lane>>
{
    private readonly Each<Arguments> _run = scene.Each<Arguments>(Run);
    private readonly ArrayView<float> _input = scene.View(instruction.Input);
    private readonly ArrayView<float> _rows = scene.View(instruction.Rows);
    private readonly ArrayView<float> _target = scene.View(instruction.Table.Gradient, instruction.Table.Info.Length);

    public override void Start()
    {
        var (table, rows) = (instruction.Table, instruction.Rows);
        _run.Start(table.Info.Length, new(_input, _rows, _target, scene.Samples, instruction.Places, table.RowLength, rows.Stride, (int)rows.PlaceStride));
    }

    private static void Run(Index1D index, Arguments a)
    {
        var (row, feature) = (index / a.Features, index % a.Features);
        var sum = 0f;
        for (var place = 0; place < a.Places; place++)
        {
            for (var sample = 0; sample < a.Samples.Count; sample++)
            {
                if ((int)a.Input[(place * a.Samples.Lanes) + sample] == row)
                {
                    sum += a.Rows[(place * a.PlaceStride) + (sample * a.Stride) + feature];
                }
            }
        }
        a.Target[index] = sum;
    }

    internal readonly record struct Arguments(ArrayView<float> Input, ArrayView<float> Rows, ArrayView<float> Target, SampleLanes Samples, int Places, int Features, int Stride, int PlaceStride);
}
