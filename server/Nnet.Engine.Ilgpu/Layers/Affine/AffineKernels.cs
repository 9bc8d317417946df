using ILGPU;
using Nnet.Engine.Ilgpu.Execution;
using Nnet.Engine.Ilgpu.Kernels;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Activations;
using Nnet.Engine.Layers.Affine;

namespace Nnet.Engine.Ilgpu.Layers.Affine;

/// <summary>A matrix of weights times the features of every place and sample.</summary>
/// <param name="Weight">The matrix, in the processor's order.</param>
/// <param name="WeightRow">From a row of the product's A to the next.</param>
/// <param name="WeightStep">From a term to the next.</param>
/// <param name="Bias">A number for each row, or nothing.</param>
/// <param name="Source">What it is applied to.</param>
/// <param name="SourcePlace">From a place of it to the next.</param>
/// <param name="Target">Where the results go.</param>
/// <param name="TargetPlace">From a place of them to the next.</param>
/// <param name="Samples">The samples.</param>
/// <param name="Places">Places.</param>
/// <param name="Rows">Features of the results.</param>
/// <param name="Depth">Features of the source.</param>
/// <param name="Adds">What of the present value stays: 0 or 1.</param>
internal readonly record struct AffineProduct(
    Quads Weight,
    int WeightRow,
    int WeightStep,
    ArrayView<float> Bias,
    ArrayView<float> Source,
    int SourcePlace,
    ArrayView<float> Target,
    int TargetPlace,
    SampleLanes Samples,
    int Places,
    int Rows,
    int Depth,
    int Adds) : IProduct
{
    public int Columns => Places * Samples.Filled;

    public bool TakesTermsOfA => WeightStep == 1;

    public bool TakesTermsOfB => false;

    public Spot Column(int part, int column) => new(0, (column / Samples.Filled * SourcePlace) + (column % Samples.Filled), 0, 0, 0);

    public Quad A(int part, int step, int row) => Weight.Read((row * WeightRow) + (step * WeightStep), TakesTermsOfA ? Depth - step : Rows - row);

    public Quad B(int part, int step, Spot column) => Source.Cast<Quad>()[((step * Samples.Lanes) + column.B) / 4];

    public Quad Finish(int part, int row, int column, Quad values)
    {
        if (Bias.Length > 0)
        {
            values = Quad.Add(values, Quad.Of(Bias[row]));
        }
        if (Adds != 0)
        {
            values = Quad.Add(values, Target.Cast<Quad>()[Place(row, column)]);
        }
        return values;
    }

    public void Store(int part, int row, int column, Quad values) => Target.Cast<Quad>()[Place(row, column)] = values;

    private int Place(int row, int column) => ((column / Samples.Filled * TargetPlace) + (row * Samples.Lanes) + (column % Samples.Filled)) / 4;
}

/// <summary>Multiplies a matrix of weights with the features of every place: large ones place by place with a library where there is one.</summary>
internal sealed class AffineRunner(Scene scene)
{
    private readonly MatrixProduct<AffineProduct> _product = new(scene);
    private readonly Each<AffineProduct> _bias = scene.Each<AffineProduct>(Fill);

    public void Start(AffineProduct p)
    {
        if (scene.LibraryFor(p.Rows, p.Samples.Count, p.Depth) is not { } library)
        {
            _product.Start(p);
            return;
        }
        var isBiased = p.Bias.Length > 0;
        if (isBiased)
        {
            _bias.Start(p.Rows * p.Columns / 4, p);
        }
        var turns = p.WeightStep != 1;
        for (var place = 0; place < p.Places; place++)
        {
            scene.Multiply(library, new(p.Weight.View, turns ? p.WeightStep : p.WeightRow, turns, p.Source.SubView((long)place * p.SourcePlace), p.Samples.Lanes, p.Target.SubView((long)place * p.TargetPlace), p.Samples.Lanes, p.Rows, p.Samples.Count, p.Depth, isBiased || p.Adds != 0));
        }
    }

    // What a library adds the product to.
    private static void Fill(Index1D index, AffineProduct p) => SplitProduct<AffineProduct>.Store(p, 0, index * 4 / p.Columns, index * 4 % p.Columns, default);
}

/// <summary>What a layer y = Wx + b multiplies.</summary>
internal sealed unsafe class AffineOperands(AffineForward<float, Lane> instruction, Scene scene)
{
    private readonly Quads _weight = Quads.Of(scene.View(instruction.Weight, (long)instruction.Output.Width * instruction.Input.Width), instruction.Input.Width);
    private readonly ArrayView<float> _bias = instruction.Bias == null ? ArrayView<float>.Empty : scene.View(instruction.Bias, instruction.Output.Width);
    private readonly ArrayView<float> _source = scene.View(instruction.Input);
    private readonly ArrayView<float> _target = scene.View(instruction.Output);

    /// <summary>The product for the batch as it is.</summary>
    public AffineProduct Product
    {
        get
        {
            var (input, output, lanes) = (instruction.Input, instruction.Output, scene.Batch.Lanes);
            return new AffineProduct(_weight, input.Width, 1, _bias, _source, input.Features * lanes, _target, output.Features * lanes, scene.Samples, input.Places, output.Width, input.Width, 0);
        }
    }
}

/// <summary>y = Wx + b at every place.</summary>
internal sealed class AffineForwardKernel(AffineForward<float, Lane> instruction, Scene scene) : DeviceKernel<AffineForward<float, Lane>>
{
    private readonly AffineRunner _run = new(scene);
    private readonly AffineOperands _operands = new(instruction, scene);

    public override void Start() => _run.Start(_operands.Product);
}

/// <summary>y = f(Wx + b) at every place.</summary>
internal sealed class AffineActivationKernel<TFunction>(AffineForward<float, Lane> instruction, ActivationForward<float, Lane, TFunction> activation, Scene scene) : JointKernel<AffineForward<float, Lane>, ActivationForward<float, Lane, TFunction>>
    where TFunction : struct, IActivation<float, Lane>
{
    private readonly AffineForwardKernel _first = new(instruction, scene);
    private readonly DeviceKernel _second = KernelCatalog.Of(activation, scene);
    private readonly MatrixProduct<Activated<AffineProduct, TFunction>> _run = new(scene);
    private readonly AffineOperands _operands = new(instruction, scene);

    public override bool IsPossible => activation.Input == activation.Output && activation.Input == instruction.Output.Slot && instruction.Output.Width == instruction.Output.Features;

    public override void Start()
    {
        var product = _operands.Product;
        if (scene.LibraryFor(product.Rows, product.Samples.Count, product.Depth) is not null)
        {
            _first.Start();
            _second.Start();
            return;
        }
        _run.Start(new(product, activation.Function));
    }
}

/// <summary>dx = Wᵀdy at every place.</summary>
internal sealed unsafe class AffineBackwardKernel(AffineBackward<float, Lane> instruction, Scene scene) : DeviceKernel<AffineBackward<float, Lane>>
{
    private readonly AffineRunner _run = new(scene);
    private readonly Quads _weight = Quads.Of(scene.View(instruction.Weight, (long)instruction.Gradient.Width * instruction.InputGradient.Width), instruction.InputGradient.Width);
    private readonly ArrayView<float> _source = scene.View(instruction.Gradient);
    private readonly ArrayView<float> _target = scene.View(instruction.InputGradient);

    public override void Start()
    {
        var (gradient, inputGradient, lanes) = (instruction.Gradient, instruction.InputGradient, scene.Batch.Lanes);
        _run.Start(new AffineProduct(_weight, 1, inputGradient.Width, ArrayView<float>.Empty, _source, gradient.Features * lanes, _target, inputGradient.Features * lanes, scene.Samples, gradient.Places, inputGradient.Width, gradient.Width, instruction.Accumulate ? 1 : 0));
    }
}

/// <summary>dW = Σ dy·xᵀ over places and samples.</summary>
/// <param name="Slope">dy, a row for each output.</param>
/// <param name="SlopePlace">From a place of it to the next.</param>
/// <param name="Source">x, sample after sample.</param>
/// <param name="SourcePlace">From a place of it to the next.</param>
/// <param name="SourceRow">From a sample to the next.</param>
/// <param name="Target">dW.</param>
/// <param name="Samples">The samples.</param>
/// <param name="Places">Places.</param>
/// <param name="Rows">Outputs.</param>
/// <param name="Columns">Inputs.</param>
internal readonly record struct AffineGradientProduct(
    ArrayView<float> Slope,
    int SlopePlace,
    Quads Source,
    int SourcePlace,
    int SourceRow,
    Quads Target,
    SampleLanes Samples,
    int Places,
    int Rows,
    int Columns) : IProduct
{
    public int Depth => Places * Samples.Filled;

    public bool TakesTermsOfA => true;

    public bool TakesTermsOfB => false;

    public Spot Column(int part, int column) => new(0, column, 0, 0, 0);

    public Quad A(int part, int step, int row)
    {
        var (place, sample) = (step / Samples.Filled, step % Samples.Filled);
        return Quad.First(Slope.Cast<Quad>()[((row * Samples.Lanes) + (place * SlopePlace) + sample) / 4], Samples.Count - sample);
    }

    public Quad B(int part, int step, Spot column)
    {
        var (place, sample) = (step / Samples.Filled, step % Samples.Filled);
        return sample < Samples.Count ? Source.Read((place * SourcePlace) + (sample * SourceRow) + column.B, Columns - column.B) : default;
    }

    public Quad Finish(int part, int row, int column, Quad values) => values;

    public void Store(int part, int row, int column, Quad values) => Target.Write((row * Columns) + column, Columns - column, values);
}

/// <summary>The gradient of a matrix of weights.</summary>
internal sealed unsafe class AffineGradientKernel(AffineGradient<float, Lane> instruction, Scene scene) : DeviceKernel<AffineGradient<float, Lane>>
{
    private readonly MatrixProduct<AffineGradientProduct> _run = new(scene);
    private readonly ArrayView<float> _slope = scene.View(instruction.Gradient.Slot);
    private readonly ArrayView<float> _rows = scene.View(instruction.Rows);
    private readonly ArrayView<float> _target = scene.View(instruction.Target, (long)instruction.Gradient.Width * instruction.Inputs);

    public override void Start()
    {
        if (instruction.Places == 0)
        {
            scene.Clear(_target);
            return;
        }
        var (gradient, rows, lanes) = (instruction.Gradient, instruction.Rows, scene.Batch.Lanes);
        var slope = _slope.SubView(((instruction.FirstGradient * gradient.Features) + gradient.From) * lanes);
        var source = _rows.SubView(instruction.FirstRow * (long)rows.PlaceStride);
        if (scene.LibraryFor(gradient.Width, instruction.Inputs, scene.Batch.Count) is { } library)
        {
            for (var place = 0; place < instruction.Places; place++)
            {
                scene.Multiply(library, new(slope.SubView((long)place * gradient.Features * lanes), lanes, false, source.SubView((long)place * rows.PlaceStride), rows.Stride, _target, instruction.Inputs, gradient.Width, instruction.Inputs, scene.Batch.Count, place > 0));
            }
            return;
        }
        _run.Start(new AffineGradientProduct(slope, gradient.Features * lanes, Quads.Of(source, (int)rows.PlaceStride, rows.Stride), (int)rows.PlaceStride, rows.Stride, Quads.Of(_target, instruction.Inputs), scene.Samples, instruction.Places, gradient.Width, instruction.Inputs));
    }
}

/// <summary>Sums a gradient over samples and places: the gradient of a bias.</summary>
internal sealed unsafe class PlaceSumsKernel(PlaceSums<float, Lane> instruction, Scene scene) : DeviceKernel<PlaceSums<float, Lane>>
{
    private readonly Groups<RowSums> _run = scene.Groups<RowSums>(RowSums.Run);
    private readonly ArrayView<float> _source = scene.View(instruction.Gradient);
    private readonly ArrayView<float> _target = scene.View(instruction.Target, instruction.Gradient.Width);

    public override void Start()
    {
        var (gradient, lanes) = (instruction.Gradient, scene.Batch.Lanes);
        _run.Start(gradient.Width, 1, 1, new RowSums(_source, lanes, gradient.Features * lanes, gradient.Places, _target, scene.Samples));
    }
}

/// <summary>The gradient of a tensor whose upper rows belong to one map and whose lower rows belong to another.</summary>
internal sealed class StackedGradientKernel(StackedGradient instruction, Scene scene) : DeviceKernel<StackedGradient>
{
    private readonly DeviceKernel _upper = KernelCatalog.Of(instruction.Upper, scene);
    private readonly DeviceKernel _lower = KernelCatalog.Of(instruction.Lower, scene);

    public override void Start()
    {
        _upper.Start();
        _lower.Start();
    }
}
