using System.Numerics;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;

namespace Nnet.Engine.Layers.Convolutions;

/// <summary>
/// A convolution with its weights, one way or the other: to what the filters give, y[f, place] = b[f] + Σ W[f, c, k]·x[c, place + k], or back to
/// what the window looks at, x[c, place + k] = b[c] + Σ W[f, c, k]·y[f, place].
/// </summary>
/// <param name="batch">The batch.</param>
/// <param name="shape">The convolution.</param>
/// <param name="isBack">Which way: false from what the window looks at to what the filters give.</param>
/// <param name="weight">Filters × channels of a part × window.</param>
/// <param name="bias">A number for each channel of the target, or null.</param>
/// <param name="source">What is read.</param>
/// <param name="target">What is written.</param>
internal sealed unsafe class ConvolutionPass<T, V>(Batch<T> batch, ConvolutionShape shape, bool isBack, Parameter<T> weight, Parameter<T>? bias, Slot<T> source, Slot<T> target) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public ConvolutionShape Shape => shape;

    public bool IsBack => isBack;

    public Parameter<T> Weight => weight;

    public Parameter<T>? Bias => bias;

    public Slot<T> Source => source;

    public Slot<T> Target => target;

    private readonly TapTable _taps = isBack
        ? TapTable.Backward(shape.Window, shape.Input.PlaceStep, shape.Output.PlaceStep)
        : TapTable.Forward(shape.Window, shape.Input.PlaceStep, shape.Output.PlaceStep);

    public override void Run(int from, int to)
    {
        var (read, written) = isBack ? (shape.Output, shape.Input) : (shape.Input, shape.Output);
        var (channels, rows) = isBack ? (shape.Filters, shape.Channels) : (shape.Channels, shape.Filters);
        for (var group = from; group < to; group++)
        {
            for (var part = 0; part < shape.Groups; part++)
            {
                var convolution = new Convolution<T>
                {
                    A = weight.Value + ((nint)part * shape.Filters * shape.RowLength),
                    ARow = isBack ? shape.Window.Area : shape.RowLength,
                    AChannel = isBack ? shape.RowLength : shape.Window.Area,
                    B = source.At(group) + (part * channels * read.ChannelStep),
                    BChannel = read.ChannelStep,
                    Channels = channels,
                    C = target.At(group) + (part * rows * written.ChannelStep),
                    CRow = written.ChannelStep,
                    Bias = bias is null ? null : bias.Value + (part * rows),
                    Rows = rows,
                };
                if (shape.IsPointwise)
                {
                    Pointwise.Run<T, V>(in convolution, read, written, batch.Lanes);
                }
                else
                {
                    ConvolutionKernel.Run<T, V>(in convolution, _taps, isBack ? shape.Window.Input : shape.Window.Output, batch.Lanes > V.Count);
                }
            }
        }
    }
}
