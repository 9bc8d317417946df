using System.Numerics;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;

namespace Nnet.Engine.Layers.Convolutions;

/// <summary>From what the window looks at to what the filters give: y[f] = b[f] + Σ W[f, c, k]·x[c, place + k].</summary>
internal sealed unsafe class ConvolutionForward<T, V>(Batch<T> batch, ConvolutionShape shape, Parameter<T> weight, Parameter<T>? bias, Slot<T> input, Slot<T> output) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    private readonly TapTable _taps = TapTable.Forward(shape.Window, shape.Input.PlaceStep, shape.Output.PlaceStep);

    public override void Run(int from, int to)
    {
        for (var group = from; group < to; group++)
        {
            for (var part = 0; part < shape.Groups; part++)
            {
                var first = part * shape.Filters;
                var convolution = new Convolution<T>
                {
                    A = weight.Value + ((nint)first * shape.RowLength),
                    ARow = shape.RowLength,
                    AChannel = shape.Window.Area,
                    B = input.At(group) + (part * shape.Channels * shape.Input.ChannelStep),
                    BChannel = shape.Input.ChannelStep,
                    Channels = shape.Channels,
                    C = output.At(group) + (first * shape.Output.ChannelStep),
                    CRow = shape.Output.ChannelStep,
                    Bias = bias is null ? null : bias.Value + first,
                    Rows = shape.Filters,
                };
                if (shape.IsPointwise)
                {
                    Pointwise.Run<T, V>(in convolution, shape.Input, shape.Output, batch.Lanes);
                }
                else
                {
                    ConvolutionKernel.Run<T, V>(in convolution, _taps, shape.Window.Output, batch.Lanes > V.Count);
                }
            }
        }
    }
}
