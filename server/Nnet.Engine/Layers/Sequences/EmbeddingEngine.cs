using System.Numerics;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Sequences;

namespace Nnet.Engine.Layers.Sequences;

/// <summary>y[t] = W[x[t]]; dW[v] = Σ dy[t] over the places with x[t] = v, sample after sample and place after place.</summary>
public sealed class EmbeddingEngine : LayerEngine<Embedding>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples =>
    [
        LayerSample.OfSequence<Embedding>(6).OfTokens(5).With(Embedding.Size, 5).With(Embedding.Features, 3),
        LayerSample.OfSequence<Embedding>(3).OfTokens(7).With(Embedding.Size, 19).With(Embedding.Features, 17),
        LayerSample.Of<Embedding>(2).OfTokens(3).With(Embedding.Size, 3).With(Embedding.Features, 1),
    ];

    /// <inheritdoc/>
    public override LayerMemory MemoryOf(Node node) => LayerMemory.KeepsInput;

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
        var table = site.Tensor("weight")!;
        var places = (int)site.InputShape.Count;
        site.Forward(new EmbeddingForward<T>(site.Batch, table, places, site.Input, site.Output), [site.Input], [site.Output]);
        if (site.OutputGradient is not { } gradient)
        {
            return;
        }
        if (site.InputGradient is { } inputGradient)
        {
            // What a token would cost if it were another number has no slope.
            site.Backward(new ClearSlot<T>(inputGradient), [], [inputGradient]);
        }
        var rows = site.BackwardRows(new PlaceView<T>(gradient, places, table.RowLength));
        site.Gradient(table, new EmbeddingGradient<T, V>(site.Batch, table, places, site.Input, rows), 0, [site.Input, .. rows.Slots]);
    }
}

internal sealed unsafe class EmbeddingForward<T>(Batch<T> batch, Parameter<T> table, int places, Slot<T> input, Slot<T> output) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Parameter<T> Table => table;

    public int Places => places;

    public Slot<T> Input => input;

    public Slot<T> Output => output;

    public override void Run(int from, int to)
    {
        var (lanes, features) = (batch.Lanes, table.RowLength);
        for (var group = from; group < to; group++)
        {
            T* x = input.At(group), y = output.At(group);
            for (var place = 0; place < places; place++, x += lanes, y += (nint)features * lanes)
            {
                for (var lane = 0; lane < lanes; lane++)
                {
                    var token = Tokens.RowOf(x[lane], table.Rows);
                    var row = table.Value + ((nint)token * features);
                    for (var i = 0; i < features; i++)
                    {
                        y[(i * lanes) + lane] = token < 0 ? T.Zero : row[i];
                    }
                }
            }
        }
    }
}

internal sealed unsafe class EmbeddingGradient<T, V>(Batch<T> batch, Parameter<T> table, int places, Slot<T> input, RowView<T> rows) : GradientInstruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public Parameter<T> Table => table;

    public int Places => places;

    public Slot<T> Input => input;

    public RowView<T> Rows => rows;

    // Every strip looks through all tokens for its own, so that it had better own many.
    public override int RowBlock => 256;

    public override void Run(int fromRow, int toRow)
    {
        var (lanes, features) = (batch.Lanes, table.RowLength);
        new Span<T>(table.Gradient + ((nint)fromRow * features), (toRow - fromRow) * features).Clear();
        var whole = features - (features % V.Count);
        for (var group = 0; group < batch.Groups; group++)
        {
            var used = batch.LanesUsed(group);
            T* x = input.At(group), source = rows.At(group);
            for (var place = 0; place < places; place++, x += lanes, source += rows.PlaceStride)
            {
                for (var lane = 0; lane < used; lane++)
                {
                    var token = Tokens.RowOf(x[lane], table.Rows);
                    if (token < fromRow || token >= toRow)
                    {
                        continue;
                    }
                    T* sum = table.Gradient + ((nint)token * features), dy = source + ((nint)lane * rows.Stride);
                    for (var i = 0; i < whole; i += V.Count)
                    {
                        V.Store(V.Load(sum + i) + V.Load(dy + i), sum + i);
                    }
                    for (var i = whole; i < features; i++)
                    {
                        sum[i] += dy[i];
                    }
                }
            }
        }
    }
}
