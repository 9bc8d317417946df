using ILGPU;
using Nnet.Engine.Ilgpu.Execution;
using Nnet.Engine.Ilgpu.Kernels;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Convolutions;
using Nnet.Engine.Layers.Maps;

namespace Nnet.Engine.Ilgpu.Layers.Convolutions;

/// <summary>A window along three axes, and which place of the input it sees from which place of the output.</summary>
internal readonly record struct DeviceWindow(
    int InputDepth,
    int InputHeight,
    int InputWidth,
    int OutputHeight,
    int OutputWidth,
    int KernelHeight,
    int KernelWidth,
    int StrideDepth,
    int StrideHeight,
    int StrideWidth,
    int DilationDepth,
    int DilationHeight,
    int DilationWidth,
    int PaddingDepth,
    int PaddingHeight,
    int PaddingWidth,
    int OutputDepth)
{
    /// <summary>Of a window.</summary>
    public static DeviceWindow Of(WindowGeometry w) => new(
        w.Input.Depth,
        w.Input.Height,
        w.Input.Width,
        w.Output.Height,
        w.Output.Width,
        w.Kernel.Height,
        w.Kernel.Width,
        w.Stride.Depth,
        w.Stride.Height,
        w.Stride.Width,
        w.Dilation.Depth,
        w.Dilation.Height,
        w.Dilation.Width,
        w.Padding.Depth,
        w.Padding.Height,
        w.Padding.Width,
        w.Output.Depth);

    /// <summary>The place of the input under a tap of the window that stands at a place of the output; −1 outside.</summary>
    public int Seen(int place, int tap)
    {
        var z = (place / OutputWidth / OutputHeight * StrideDepth) - PaddingDepth + (tap / KernelWidth / KernelHeight * DilationDepth);
        var y = (place / OutputWidth % OutputHeight * StrideHeight) - PaddingHeight + (tap / KernelWidth % KernelHeight * DilationHeight);
        var x = (place % OutputWidth * StrideWidth) - PaddingWidth + (tap % KernelWidth * DilationWidth);
        var isInside = z >= 0 && z < InputDepth && y >= 0 && y < InputHeight && x >= 0 && x < InputWidth;
        return isInside ? (((z * InputHeight) + y) * InputWidth) + x : -1;
    }

    /// <summary>The place of the output from which a tap of the window sees a place of the input; −1 where there is none.</summary>
    public int Seeing(int place, int tap)
    {
        var z = (place / InputWidth / InputHeight) + PaddingDepth - (tap / KernelWidth / KernelHeight * DilationDepth);
        var y = (place / InputWidth % InputHeight) + PaddingHeight - (tap / KernelWidth % KernelHeight * DilationHeight);
        var x = (place % InputWidth) + PaddingWidth - (tap % KernelWidth * DilationWidth);
        var isSeen = z >= 0 && z % StrideDepth == 0 && z / StrideDepth < OutputDepth
            && y >= 0 && y % StrideHeight == 0 && y / StrideHeight < OutputHeight
            && x >= 0 && x % StrideWidth == 0 && x / StrideWidth < OutputWidth;
        return isSeen ? (((z / StrideDepth * OutputHeight) + (y / StrideHeight)) * OutputWidth) + (x / StrideWidth) : -1;
    }
}

/// <summary>A convolution as a matrix product: its columns are places and samples, its sums run over channels and the window. Parts are groups of channels.</summary>
/// <param name="Weight">The weights.</param>
/// <param name="WeightRow">From a channel of the target to the next.</param>
/// <param name="WeightChannel">From a channel of the source to the next.</param>
/// <param name="WeightPart">From a part to the next.</param>
/// <param name="Bias">A number for each channel of the target, or nothing.</param>
/// <param name="Source">What is read.</param>
/// <param name="SourceChannel">From a channel of it to the next.</param>
/// <param name="SourcePlace">From a place of it to the next.</param>
/// <param name="Target">What is written.</param>
/// <param name="TargetChannel">From a channel of it to the next.</param>
/// <param name="TargetPlace">From a place of it to the next.</param>
/// <param name="Places">Places of the target.</param>
/// <param name="Rows">Channels of a part of the target.</param>
/// <param name="Channels">Channels of a part of the source.</param>
/// <param name="Area">Places under the window.</param>
/// <param name="IsBack">Whether it goes from what the filters gave to what the window looks at: 0 or 1.</param>
/// <param name="Window">The window.</param>
/// <param name="Samples">The samples.</param>
internal readonly record struct ConvolutionProduct(
    ArrayView<float> Weight,
    int WeightRow,
    int WeightChannel,
    int WeightPart,
    ArrayView<float> Bias,
    ArrayView<float> Source,
    int SourceChannel,
    int SourcePlace,
    ArrayView<float> Target,
    int TargetChannel,
    int TargetPlace,
    int Places,
    int Rows,
    int Channels,
    int Area,
    int IsBack,
    DeviceWindow Window,
    SampleLanes Samples) : IProduct
{
    public int Columns => Places * Samples.Count;

    public int Depth => Channels * Area;

    public bool RunsAlongDepth => true;

    public float A(int part, int row, int step) => Weight[(part * WeightPart) + (row * WeightRow) + (step / Area * WeightChannel) + (step % Area)];

    public float B(int part, int step, int column)
    {
        var (place, tap) = (column / Samples.Count, step % Area);
        var source = IsBack != 0 ? Window.Seeing(place, tap) : Window.Seen(place, tap);
        return source < 0 ? 0 : Source[(((part * Channels) + (step / Area)) * SourceChannel) + (source * SourcePlace) + (column % Samples.Count)];
    }

    public void Store(int part, int row, int column, float value)
    {
        var channel = (part * Rows) + row;
        if (Bias.Length > 0)
        {
            value += Bias[channel];
        }
        Target[(channel * TargetChannel) + (column / Samples.Count * TargetPlace) + (column % Samples.Count)] = value;
    }
}

/// <summary>A convolution with its weights, one way or the other.</summary>
internal sealed unsafe class ConvolutionPassKernel(ConvolutionPass<float, Lane> instruction, Scene scene) : DeviceKernel<ConvolutionPass<float, Lane>>
{
    private readonly Groups<ConvolutionProduct> _run = scene.Groups<ConvolutionProduct>(MatrixProduct.Run);
    private readonly ArrayView<float> _weight = scene.View(instruction.Weight.Value, instruction.Weight.Info.Length);
    private readonly ArrayView<float> _bias = instruction.Bias is { } bias ? scene.View(bias.Value, bias.Info.Length) : ArrayView<float>.Empty;
    private readonly ArrayView<float> _source = scene.View(instruction.Source);
    private readonly ArrayView<float> _target = scene.View(instruction.Target);

    public override void Start()
    {
        var (shape, isBack) = (instruction.Shape, instruction.IsBack);
        var (read, written) = isBack ? (shape.Output, shape.Input) : (shape.Input, shape.Output);
        var product = new ConvolutionProduct(
            _weight,
            isBack ? shape.Window.Area : shape.RowLength,
            isBack ? shape.RowLength : shape.Window.Area,
            shape.Filters * shape.RowLength,
            _bias,
            _source,
            (int)read.ChannelStep,
            (int)read.PlaceStep,
            _target,
            (int)written.ChannelStep,
            (int)written.PlaceStep,
            written.Places,
            isBack ? shape.Channels : shape.Filters,
            isBack ? shape.Filters : shape.Channels,
            shape.Window.Area,
            isBack ? 1 : 0,
            DeviceWindow.Of(shape.Window),
            scene.Samples);
        _run.Start(product, shape.Groups);
    }
}

/// <summary>The gradient of a convolution's weights as a matrix product, whose sums run over places and samples.</summary>
/// <param name="Slope">The gradient of what the filters gave.</param>
/// <param name="SlopeChannel">From a channel of it to the next.</param>
/// <param name="SlopePlace">From a place of it to the next.</param>
/// <param name="Source">What the window looked at.</param>
/// <param name="SourceChannel">From a channel of it to the next.</param>
/// <param name="SourcePlace">From a place of it to the next.</param>
/// <param name="Target">The weights' gradient.</param>
/// <param name="Places">Places of the output.</param>
/// <param name="Rows">Filters of a part.</param>
/// <param name="Channels">Channels of a part.</param>
/// <param name="Area">Places under the window.</param>
/// <param name="Window">The window.</param>
/// <param name="Samples">The samples.</param>
internal readonly record struct ConvolutionGradientProduct(
    ArrayView<float> Slope,
    int SlopeChannel,
    int SlopePlace,
    ArrayView<float> Source,
    int SourceChannel,
    int SourcePlace,
    ArrayView<float> Target,
    int Places,
    int Rows,
    int Channels,
    int Area,
    DeviceWindow Window,
    SampleLanes Samples) : IProduct
{
    public int Columns => Channels * Area;

    public int Depth => Places * Samples.Count;

    public bool RunsAlongDepth => true;

    public float A(int part, int row, int step) => Slope[(((part * Rows) + row) * SlopeChannel) + (step / Samples.Count * SlopePlace) + (step % Samples.Count)];

    public float B(int part, int step, int column)
    {
        var source = Window.Seen(step / Samples.Count, column % Area);
        return source < 0 ? 0 : Source[(((part * Channels) + (column / Area)) * SourceChannel) + (source * SourcePlace) + (step % Samples.Count)];
    }

    public void Store(int part, int row, int column, float value) => Target[(((part * Rows) + row) * Channels * Area) + column] = value;
}

/// <summary>The gradient of a convolution's weights.</summary>
internal sealed unsafe class ConvolutionGradientKernel(ConvolutionGradient<float, Lane> instruction, Scene scene) : DeviceKernel<ConvolutionGradient<float, Lane>>
{
    private readonly Groups<ConvolutionGradientProduct> _run = scene.Groups<ConvolutionGradientProduct>(MatrixProduct.Run);
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
                (int)shape.Input.ChannelStep,
                (int)shape.Input.PlaceStep,
                _target,
                shape.Output.Places,
                shape.Filters,
                shape.Channels,
                shape.Window.Area,
                DeviceWindow.Of(shape.Window),
                scene.Samples),
            shape.Groups);
    }
}
