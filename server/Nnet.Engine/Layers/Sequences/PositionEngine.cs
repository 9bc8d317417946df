using System.Numerics;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;
using Nnet.Language.Layers.Sequences;

namespace Nnet.Engine.Layers.Sequences;

/// <summary>y[t] = x[t] + P[t]; dx = dy; dP[t] = Σ dy[t] over the samples.</summary>
public sealed class PositionEngine : LayerEngine<Position>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples =>
    [
        LayerSample.OfSequence<Position>(3, 4).With(Position.Kind, "learned"),
        LayerSample.OfSequence<Position>(2, 3).With(Position.Kind, "learned").With(Position.Rows, 4),
        LayerSample.OfSequence<Position>(4, 5).With(Position.Kind, "sinusoidal"),
    ];

    /// <inheritdoc/>
    public override unsafe void Compile<T, V>(LayerSite<T, V> site)
    {
        var (places, features) = (site.InputShape[0], site.InputShape[1]);
        var learned = site.Tensor("weight");
        var rows = learned is null ? Sines<T>(places, features) : null;
        site.Forward(new AddRows<T, V>(site.Batch, rows, learned, places * features, site.Input, site.Output), [site.Input], [site.Output]);
        if (site.OutputGradient is not { } gradient)
        {
            return;
        }
        if (site.InputGradient is { } inputGradient)
        {
            site.Backward(new CopySlot<T>(gradient, inputGradient), [gradient], [inputGradient]);
        }
        if (learned is not null)
        {
            site.Gradient(learned, new RowSums<T, V>(site.Batch, learned, places, gradient), features, gradient);
        }
    }

    /// <summary>P[t, 2i] = sin(t / 10000^{2i/d}), P[t, 2i + 1] = cos(t / 10000^{2i/d}).</summary>
    private static AlignedMemory<T> Sines<T>(int places, int features)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var rows = new AlignedMemory<T>((long)places * features);
        for (var i = 0; i < places * features; i++)
        {
            var (place, feature) = Math.DivRem(i, features);
            var angle = place / Math.Pow(10000, (feature - (feature % 2)) / (double)features);
            rows.Span[i] = T.CreateChecked(feature % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle));
        }
        return rows;
    }
}

/// <summary>Adds a number to every feature, the same for all samples: fixed ones, or learned ones.</summary>
internal sealed unsafe class AddRows<T, V>(Batch<T> batch, AlignedMemory<T>? rows, Parameter<T>? learned, int features, Slot<T> input, Slot<T> output) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public AlignedMemory<T>? Rows => rows;

    public Parameter<T>? Learned => learned;

    public int Features => features;

    public Slot<T> Input => input;

    public Slot<T> Output => output;

    public override void Run(int from, int to)
    {
        var added = rows is null ? learned!.Value : rows.Pointer;
        for (var group = from; group < to; group++)
        {
            T* x = input.At(group), y = output.At(group);
            for (var i = 0; i < features; i++)
            {
                var value = V.Broadcast(added[i]);
                for (var lane = 0; lane < batch.Lanes; lane += V.Count, x += V.Count, y += V.Count)
                {
                    V.Store(V.Load(x) + value, y);
                }
            }
        }
    }
}

/// <summary>Sums the gradient of every place over the samples; rows behind the last place have none.</summary>
internal sealed unsafe class RowSums<T, V>(Batch<T> batch, Parameter<T> table, int places, Slot<T> gradient) : GradientInstruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public Parameter<T> Table => table;

    public int Places => places;

    public Slot<T> Gradient => gradient;

    public override void Run(int fromRow, int toRow)
    {
        var features = table.RowLength;
        for (var i = fromRow * features; i < toRow * features; i++)
        {
            var sum = V.Zero;
            if (i < places * features)
            {
                for (var group = 0; group < batch.Groups; group++)
                {
                    var dy = gradient.At(group) + ((nint)i * batch.Lanes);
                    for (var lane = 0; lane < batch.Lanes; lane += V.Count)
                    {
                        sum += V.Load(dy + lane);
                    }
                }
            }
            table.Gradient[i] = V.Sum(sum);
        }
    }
}
