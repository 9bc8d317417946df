using System.Numerics;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;

namespace Nnet.Engine.Layers.Convolutions;

/// <summary>From what belongs to the filters back to what the window looks at: x[c, place + k] = b[c] + Σ W[f, c, k]·y[f, place].</summary>
internal sealed unsafe class ConvolutionBackward<T, V>(Batch<T> batch, ConvolutionShape shape, Parameter<T> weight, Parameter<T>? bias, Slot<T> output, Slot<T> input) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    private readonly TapTable _taps = TapTable.Backward(shape.Window, shape.Input.PlaceStep, shape.Output.PlaceStep);

    public override void Run(int from, int to)
    {
        for (var group = from; group < to; group++)
        {
            for (var part = 0; part < shape.Groups; part++)
            {
                var first = part * shape.Channels;
                var convolution = new Convolution<T>
                {
                    A = weight.Value + ((nint)part * shape.Filters * shape.RowLength),
                    ARow = shape.Window.Area,
                    AChannel = shape.RowLength,
                    B = output.At(group) + (part * shape.Filters * shape.Output.ChannelStep),
                    BChannel = shape.Output.ChannelStep,
                    Channels = shape.Filters,
                    C = input.At(group) + (first * shape.Input.ChannelStep),
                    CRow = shape.Input.ChannelStep,
                    Bias = bias is null ? null : bias.Value + first,
                    Rows = shape.Channels,
                };
                if (shape.IsPointwise)
                {
                    Pointwise.Run<T, V>(in convolution, shape.Output, shape.Input, batch.Lanes);
                }
                else
                {
                    ConvolutionKernel.Run<T, V>(in convolution, _taps, shape.Window.Input, batch.Lanes > V.Count);
                }
            }
        }
    }
}
