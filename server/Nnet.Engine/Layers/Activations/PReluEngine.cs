using System.Numerics;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Activations;

namespace Nnet.Engine.Layers.Activations;

/// <summary>x, or a·x left of zero; da = Σ dy·min(0, x). The input is kept, since a may turn negative.</summary>
public sealed class PReluEngine : LayerEngine<PRelu>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples =>
    [
        LayerSample.Of<PRelu>(5),
        LayerSample.Of<PRelu>(3, 2, 2).With(PRelu.PerChannel, true),
    ];

    /// <inheritdoc/>
    public override string? Refuses(Node node)
        => node.Get(PRelu.PerChannel) && node.Facts!.Output.Shape is { IsSequence: true, Rank: > 1 } shape ? $"prelu with a slope for each feature of {shape.ToNamedString()}" : null;

    /// <inheritdoc/>
    public override LayerMemory MemoryOf(Node node) => LayerMemory.KeepsInput;

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
        var slopes = site.Tensor("weight")!;
        var span = (int)site.InputShape.Count / slopes.Rows;
        site.Forward(new PReluForward<T, V>(site.Batch, slopes, span, site.Input, site.Output), [site.Input], [site.Output]);
        if (site.OutputGradient is not { } gradient)
        {
            return;
        }
        if (site.InputGradient is { } inputGradient)
        {
            site.Backward(new PReluBackward<T, V>(site.Batch, slopes, span, site.Input, gradient, inputGradient), [site.Input, gradient], [inputGradient]);
        }
        site.Gradient(slopes, new PReluGradient<T, V>(site.Batch, slopes, span, site.Input, gradient), span, site.Input, gradient);
    }
}

internal sealed unsafe class PReluForward<T, V>(Batch<T> batch, Parameter<T> slopes, int span, Slot<T> input, Slot<T> output) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public override void Run(int from, int to)
    {
        var length = span * batch.Lanes;
        for (var group = from; group < to; group++)
        {
            T* x = input.At(group), y = output.At(group);
            for (var channel = 0; channel < slopes.Rows; channel++, x += length, y += length)
            {
                var slope = V.Broadcast(slopes.Value[channel]);
                for (var i = 0; i < length; i += V.Count)
                {
                    var value = V.Load(x + i);
                    V.Store(V.Select(V.Greater(value, V.Zero), value, slope * value), y + i);
                }
            }
        }
    }
}

internal sealed unsafe class PReluBackward<T, V>(Batch<T> batch, Parameter<T> slopes, int span, Slot<T> input, Slot<T> gradient, Slot<T> inputGradient) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public override void Run(int from, int to)
    {
        var length = span * batch.Lanes;
        for (var group = from; group < to; group++)
        {
            T* x = input.At(group), dy = gradient.At(group), dx = inputGradient.At(group);
            for (var channel = 0; channel < slopes.Rows; channel++, x += length, dy += length, dx += length)
            {
                var slope = V.Broadcast(slopes.Value[channel]);
                for (var i = 0; i < length; i += V.Count)
                {
                    var slopeHere = V.Select(V.Greater(V.Load(x + i), V.Zero), V.Constant(1), slope);
                    V.Store(slopeHere * V.Load(dy + i), dx + i);
                }
            }
        }
    }
}

internal sealed unsafe class PReluGradient<T, V>(Batch<T> batch, Parameter<T> slopes, int span, Slot<T> input, Slot<T> gradient) : GradientInstruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public override void Run(int fromRow, int toRow)
    {
        var length = span * batch.Lanes;
        for (var row = fromRow; row < toRow; row++)
        {
            var sum = V.Zero;
            for (var group = 0; group < batch.Groups; group++)
            {
                T* x = input.At(group) + ((nint)row * length), dy = gradient.At(group) + ((nint)row * length);
                for (var i = 0; i < length; i += V.Count)
                {
                    sum = V.Fma(V.Min(V.Zero, V.Load(x + i)), V.Load(dy + i), sum);
                }
            }
            slopes.Gradient[row] = V.Sum(sum);
        }
    }
}
