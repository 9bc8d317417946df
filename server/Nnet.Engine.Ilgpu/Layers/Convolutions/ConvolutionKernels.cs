using ILGPU;
using Nnet.Engine.Ilgpu.Execution;
using Nnet.Engine.Ilgpu.Kernels;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Activations;
using Nnet.Engine.Layers.Convolutions;

namespace Nnet.Engine.Ilgpu.Layers.Convolutions;

/// <summary>A convolution as a matrix product: its columns are places and samples, its sums run over channels and the window. Parts are groups of channels.</summary>
/// <param name="Weight">The weights.</param>
/// <param name="WeightRow">From a channel of the target to the next.</param>
/// <param name="WeightPart">From a part to the next.</param>
/// <param name="IsBack">Whether it goes from what the filters gave to what they looked at, so that weights of neighbouring terms lie apart: 0 or 1.</param>
/// <param name="Bias">A number for each channel of the target, or nothing.</param>
/// <param name="Source">What is read.</param>
/// <param name="SourcePart">From a part of it to the next.</param>
/// <param name="Target">What is written.</param>
/// <param name="TargetChannel">From a channel of it to the next.</param>
/// <param name="TargetPlace">From a place of it to the next.</param>
/// <param name="Rows">Channels of a part of the target.</param>
/// <param name="Depth">Channels of a part of the source, times places under the window.</param>
/// <param name="Window">Where everything lies.</param>
/// <param name="Samples">The samples.</param>
internal readonly record struct ConvolutionProduct(
    Quads Weight,
    int WeightRow,
    int WeightPart,
    int IsBack,
    ArrayView<float> Bias,
    ArrayView<float> Source,
    int SourcePart,
    ArrayView<float> Target,
    int TargetChannel,
    int TargetPlace,
    int Rows,
    int Depth,
    DeviceWindow Window,
    SampleLanes Samples) : IProduct
{
    public int Columns => Window.Places * Samples.Filled;

    public bool TakesTermsOfA => IsBack == 0;

    public bool TakesTermsOfB => false;

    public Spot Column(int part, int column)
    {
        var place = Window.Corners[column / Samples.Filled];
        return new(0, (part * SourcePart) + place.B + (column % Samples.Filled), place.Z, place.Y, place.X);
    }

    public Quad A(int part, int step, int row)
    {
        var first = (part * WeightPart) + (row * WeightRow);
        return TakesTermsOfA ? Weight.Read(first + step, Depth - step) : Weight.Read(first + Window.Terms[step].A, WeightRow, Rows - row);
    }

    public Quad B(int part, int step, Spot column) => Window.Read(Source, Window.Terms[step], column);

    public Quad Finish(int part, int row, int column, Quad values) => Bias.Length > 0 ? Quad.Add(values, Quad.Of(Bias[(part * Rows) + row])) : values;

    public void Store(int part, int row, int column, Quad values)
        => Target.Cast<Quad>()[((((part * Rows) + row) * TargetChannel) + (column / Samples.Filled * TargetPlace) + (column % Samples.Filled)) / 4] = values;
}

/// <summary>What a convolution multiplies, one way or the other.</summary>
internal sealed unsafe class ConvolutionOperands(ConvolutionPass<float, Lane> instruction, Scene scene)
{
    private readonly DeviceWindow _window = instruction.IsBack ? DeviceWindow.Seeing(instruction.Shape, scene) : DeviceWindow.Seen(instruction.Shape, scene);
    private readonly Quads _weight = Quads.Of(scene.View(instruction.Weight.Value, instruction.Weight.Info.Length), instruction.Shape.RowLength);
    private readonly ArrayView<float> _bias = instruction.Bias is { } bias ? scene.View(bias.Value, bias.Info.Length) : ArrayView<float>.Empty;
    private readonly ArrayView<float> _source = scene.View(instruction.Source);
    private readonly ArrayView<float> _target = scene.View(instruction.Target);

    /// <summary>The product for the batch as it is; there are as many as groups of channels.</summary>
    public ConvolutionProduct Product
    {
        get
        {
            var (shape, isBack) = (instruction.Shape, instruction.IsBack);
            var (read, written) = isBack ? (shape.Output, shape.Input) : (shape.Input, shape.Output);
            var (rows, channels) = isBack ? (shape.Channels, shape.Filters) : (shape.Filters, shape.Channels);
            return new ConvolutionProduct(
                _weight,
                isBack ? shape.Window.Area : shape.RowLength,
                shape.Filters * shape.RowLength,
                isBack ? 1 : 0,
                _bias,
                _source,
                channels * (int)read.ChannelStep,
                _target,
                (int)written.ChannelStep,
                (int)written.PlaceStep,
                rows,
                channels * shape.Window.Area,
                _window,
                scene.Samples);
        }
    }
}

/// <summary>A convolution with its weights, one way or the other.</summary>
internal sealed class ConvolutionPassKernel(ConvolutionPass<float, Lane> instruction, Scene scene) : DeviceKernel<ConvolutionPass<float, Lane>>
{
    private readonly MatrixProduct<ConvolutionProduct> _run = new(scene);
    private readonly ConvolutionOperands _operands = new(instruction, scene);

    public override void Start() => _run.Start(_operands.Product, instruction.Shape.Groups);
}

/// <summary>A convolution whose results go through a function.</summary>
internal sealed class ConvolutionActivationKernel<TFunction>(ConvolutionPass<float, Lane> instruction, ActivationForward<float, Lane, TFunction> activation, Scene scene) : JointKernel<ConvolutionPass<float, Lane>, ActivationForward<float, Lane, TFunction>>
    where TFunction : struct, IActivation<float, Lane>
{
    private readonly MatrixProduct<Activated<ConvolutionProduct, TFunction>> _run = new(scene);
    private readonly ConvolutionOperands _operands = new(instruction, scene);

    public override bool IsPossible => activation.Input == activation.Output && activation.Input == instruction.Target;

    public override void Start() => _run.Start(new(_operands.Product, activation.Function), instruction.Shape.Groups);
}

/// <summary>The gradient of a convolution's weights as a matrix product, whose sums run over places and samples.</summary>
/// <param name="Slope">The gradient of what the filters gave.</param>
/// <param name="SlopeChannel">From a channel of it to the next.</param>
/// <param name="SlopePlace">From a place of it to the next.</param>
/// <param name="Source">What the window looked at.</param>
/// <param name="SourcePart">From a part of it to the next.</param>
/// <param name="Target">The weights' gradient.</param>
/// <param name="Rows">Filters of a part.</param>
/// <param name="Columns">Channels of a part, times places under the window.</param>
/// <param name="Window">Where everything lies.</param>
/// <param name="Samples">The samples.</param>
internal readonly record struct ConvolutionGradientProduct(
    ArrayView<float> Slope,
    int SlopeChannel,
    int SlopePlace,
    ArrayView<float> Source,
    int SourcePart,
    Quads Target,
    int Rows,
    int Columns,
    DeviceWindow Window,
    SampleLanes Samples) : IProduct
{
    public int Depth => Window.Places * Samples.Filled;

    public bool TakesTermsOfA => true;

    public bool TakesTermsOfB => true;

    public Spot Column(int part, int column) => Window.Terms[column];

    public Quad A(int part, int step, int row)
    {
        var (place, sample) = (step / Samples.Filled, step % Samples.Filled);
        return Quad.First(Slope.Cast<Quad>()[((((part * Rows) + row) * SlopeChannel) + (place * SlopePlace) + sample) / 4], Samples.Count - sample);
    }

    public Quad B(int part, int step, Spot column)
    {
        var (place, sample) = (step / Samples.Filled, step % Samples.Filled);
        var corner = Window.Corners[place];
        return Quad.First(Window.Read(Source, new Spot(0, (part * SourcePart) + corner.B + sample, corner.Z, corner.Y, corner.X), column), Samples.Count - sample);
    }

    public Quad Finish(int part, int row, int column, Quad values) => values;

    public void Store(int part, int row, int column, Quad values) => Target.Write((((part * Rows) + row) * Columns) + column, Columns - column, values);
}

/// <summary>The gradient of a convolution's weights.</summary>
internal sealed unsafe class ConvolutionGradientKernel(ConvolutionGradient<float, Lane> instruction, Scene scene) : DeviceKernel<ConvolutionGradient<float, Lane>>
{
    private readonly MatrixProduct<ConvolutionGradientProduct> _run = new(scene);
    private readonly DeviceWindow _window = DeviceWindow.Seen(instruction.Shape, scene);
    private readonly ArrayView<float> _slope = scene.View(instruction.Gradient);
    private readonly ArrayView<float> _source = scene.View(instruction.Input);
    private readonly ArrayView<float> _target = scene.View(instruction.Weight.Gradient, instruction.Weight.Info.Length);

    public override void Start()
    {
        var shape = instruction.Shape;
        _run.Start(
            new ConvolutionGradientProduct(
                _slope,
                (int)shape.Output.ChannelStep,
                (int)shape.Output.PlaceStep,
                _source,
                shape.Channels * (int)shape.Input.ChannelStep,
                Quads.Of(_target, shape.RowLength),
                shape.Filters,
                shape.RowLength,
                _window,
                scene.Samples),
            shape.Groups);
    }
}
