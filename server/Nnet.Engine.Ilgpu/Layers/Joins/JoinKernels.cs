using ILGPU;
using Nnet.Engine.Ilgpu.Execution;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Joins;

namespace Nnet.Engine.Ilgpu.Layers.Joins;

/// <summary>Copies pieces of a value to their places in another.</summary>
internal sealed class CopyPiecesKernel(CopyPieces<float> instruction, Scene scene) : DeviceKernel<CopyPieces<float>>
{
    private readonly Each<Arguments> _run = scene.Each<Arguments>(Run);
    private readonly ArrayView<float> _source = scene.View(instruction.Source);
    private readonly ArrayView<float> _target = scene.View(instruction.Target);

    public override void Start()
    {
        var (i, features) = (instruction, (int)instruction.Length / scene.Batch.Lanes);
        _run.Start(i.Pieces * features * scene.Batch.Count, new(_source, (int)i.SourceBegin, (int)i.SourceStep, _target, (int)i.TargetBegin, (int)i.TargetStep, features, scene.Samples));
    }

    private static void Run(Index1D index, Arguments a)
    {
        var piece = index / a.Samples.Count / a.Features;
        var at = (index / a.Samples.Count % a.Features * a.Samples.Lanes) + (index % a.Samples.Count);
        a.Target[a.TargetBegin + (piece * a.TargetStep) + at] = a.Source[a.SourceBegin + (piece * a.SourceStep) + at];
    }

    internal readonly record struct Arguments(ArrayView<float> Source, int SourceBegin, int SourceStep, ArrayView<float> Target, int TargetBegin, int TargetStep, int Features, SampleLanes Samples);
}

/// <summary>Which feature of an input stands at each feature of a product.</summary>
internal static class SpreadTable
{
    /// <summary>The feature of an input for each of the result.</summary>
    public static int[] Of(Spread spread, int input)
        => [.. from run in Enumerable.Range(0, spread.Runs)
               from feature in Enumerable.Range(0, spread.Length)
               select spread.Begins[input][run] + (feature * spread.Steps[input])];
}

/// <summary>Multiplies values number by number, one factor after the other; those with fewer numbers are spread over the result.</summary>
internal sealed class ProductForwardKernel(ProductForward<float, Lane> instruction, Scene scene) : DeviceKernel<ProductForward<float, Lane>>
{
    private readonly Each<Factor> _run = scene.Each<Factor>(Run);
    private readonly ArrayView<float>[] _inputs = [.. instruction.Inputs.Select(scene.View)];
    private readonly ArrayView<int>[] _tables = [.. instruction.Inputs.Select((_, input) => scene.Memory.Constant<int>(SpreadTable.Of(instruction.Spread, input)))];
    private readonly ArrayView<float> _output = scene.View(instruction.Output);
    private readonly int _features = scene.FeaturesOf(instruction.Output);

    public override void Start()
    {
        for (var input = 0; input < _inputs.Length; input++)
        {
            _run.Start(_features * scene.Batch.Count, new(_inputs[input], _tables[input], _output, scene.Samples, input == 0 ? 1 : 0));
        }
    }

    private static void Run(Index1D index, Factor a)
    {
        var (at, sample) = (a.Samples.At(index), index % a.Samples.Count);
        var value = a.Input[(a.Table[index / a.Samples.Count] * a.Samples.Lanes) + sample];
        a.Output[at] = a.IsFirst != 0 ? value : a.Output[at] * value;
    }

    internal readonly record struct Factor(ArrayView<float> Input, ArrayView<int> Table, ArrayView<float> Output, SampleLanes Samples, int IsFirst);
}

/// <summary>
/// The gradient of one factor: the product of the others with the output's gradient, made in memory of its own, and then summed for each
/// number of the factor over those of the result that it stands at, in their order.
/// </summary>
internal sealed class ProductBackwardKernel : DeviceKernel<ProductBackward<float, Lane>>
{
    private readonly Scene _scene;
    private readonly Each<Factor> _multiply;
    private readonly Each<Sums> _sum;
    private readonly ArrayView<float>[] _others;
    private readonly ArrayView<int>[] _tables;
    private readonly ArrayView<float> _gradient;
    private readonly ArrayView<float> _inputGradient;
    private readonly ArrayView<float> _products;
    private readonly ArrayView<int> _begins;
    private readonly ArrayView<int> _entries;
    private readonly int _features;
    private readonly int _inputFeatures;

    public ProductBackwardKernel(ProductBackward<float, Lane> instruction, Scene scene)
    {
        (_scene, _multiply, _sum) = (scene, scene.Each<Factor>(Multiply), scene.Each<Sums>(Sum));
        _others = [.. instruction.Others.Select(other => scene.View(instruction.Inputs[other]))];
        _tables = [.. instruction.Others.Select(other => scene.Memory.Constant<int>(SpreadTable.Of(instruction.Spread, other)))];
        (_gradient, _inputGradient) = (scene.View(instruction.Gradient), scene.View(instruction.InputGradient));
        (_features, _inputFeatures) = (scene.FeaturesOf(instruction.Gradient), scene.FeaturesOf(instruction.InputGradient));
        _products = scene.Memory.Own<float>(instruction.Gradient.Size);
        var table = SpreadTable.Of(instruction.Spread, instruction.Input);
        var order = Enumerable.Range(0, table.Length).OrderBy(feature => table[feature]).ToArray();
        _entries = scene.Memory.Constant<int>(order);
        var begins = new int[_inputFeatures + 1];
        foreach (var feature in table)
        {
            begins[feature + 1]++;
        }
        for (var feature = 0; feature < _inputFeatures; feature++)
        {
            begins[feature + 1] += begins[feature];
        }
        _begins = scene.Memory.Constant<int>(begins);
    }

    public override void Start()
    {
        var samples = _scene.Samples;
        if (_others.Length == 0)
        {
            _sum.Start(_inputFeatures * samples.Count, new(_gradient, _begins, _entries, _inputGradient, samples));
            return;
        }
        for (var other = 0; other < _others.Length; other++)
        {
            _multiply.Start(_features * samples.Count, new(other == 0 ? _gradient : _products, _others[other], _tables[other], _products, samples));
        }
        _sum.Start(_inputFeatures * samples.Count, new(_products, _begins, _entries, _inputGradient, samples));
    }

    private static void Multiply(Index1D index, Factor a)
    {
        var (at, sample) = (a.Samples.At(index), index % a.Samples.Count);
        a.Product[at] = a.Before[at] * a.Other[(a.Table[index / a.Samples.Count] * a.Samples.Lanes) + sample];
    }

    private static void Sum(Index1D index, Sums a)
    {
        var (feature, sample) = (index / a.Samples.Count, index % a.Samples.Count);
        var sum = 0f;
        for (var i = a.Begins[feature]; i < a.Begins[feature + 1]; i++)
        {
            sum += a.Products[(a.Entries[i] * a.Samples.Lanes) + sample];
        }
        a.Target[a.Samples.At(index)] = sum;
    }

    internal readonly record struct Factor(ArrayView<float> Before, ArrayView<float> Other, ArrayView<int> Table, ArrayView<float> Product, SampleLanes Samples);

    internal readonly record struct Sums(ArrayView<float> Products, ArrayView<int> Begins, ArrayView<int> Entries, ArrayView<float> Target, SampleLanes Samples);
}
