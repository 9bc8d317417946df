using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;

namespace Nnet.Engine.Layers.Sequences;

/// <summary>Attention of one sample: the registers hold places that are looked at, then features of what they say. Items are heads.</summary>
internal sealed unsafe class AttentionAlone<T, V>(AttentionLook<T> look) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    /// <summary>Looking places that are worked on together: whole tiles, whose weights stay in the cache.</summary>
    private const int BlockRows = 48;

    private readonly int _places = (look.Places + (2 * V.Count) - 1) / (2 * V.Count) * 2 * V.Count;
    private readonly int _features = (look.Width + (2 * V.Count) - 1) / (2 * V.Count) * 2 * V.Count;

    public override void Run(int from, int to)
    {
        var keys = Scratch.Rent<T>(((long)look.Width * _places) + ((long)look.Places * _features) + ((long)BlockRows * (_places + _features)));
        var values = keys + ((nint)look.Width * _places);
        var weights = values + ((nint)look.Places * _features);
        for (var head = from; head < to; head++)
        {
            if (head == from || head % look.Sharing == 0)
            {
                Remember(head, keys, values);
            }
            for (var first = 0; first < look.Lookers; first += BlockRows)
            {
                Block(head, first, Math.Min(BlockRows, look.Lookers - first), keys, values, weights);
            }
        }
    }

    /// <summary>A key's features become rows of places; the values' rows get whole registers.</summary>
    private void Remember(int head, T* keys, T* values)
    {
        Transpose.Run(look.KeyAt(look.Key, 0, 0, head), look.Step(look.Key), keys, _places, look.Places, look.Width);
        for (var place = 0; place < look.Places; place++)
        {
            new ReadOnlySpan<T>(look.KeyAt(look.Value, 0, place, head), look.Width).CopyTo(new Span<T>(values + ((nint)place * _features), look.Width));
        }
    }

    private void Block(int head, int first, int rows, T* keys, T* values, T* weights)
    {
        var tile = 2 * V.Count;
        // Whole registers from the first place that the first of the block sees.
        var start = look.Begin(first) / tile * tile;
        var seen = look.Seen(first + rows - 1) - start;
        Gemm.MultiplyLanes<T, V>(
            new Product<T>
            {
                A = look.At(look.Query, 0, first, head),
                ARow = look.Step(look.Query),
                AStep = 1,
                B = keys + start,
                BStep = _places,
                BTile = tile,
                C = weights,
                CRow = _places,
                CTile = tile,
                Blocks = 1,
                LastDepth = look.Width,
            },
            rows,
            (seen + tile - 1) / tile,
            tile);
        for (var i = 0; i < rows; i++)
        {
            Softmax(weights + ((nint)i * _places), look.Begin(first + i) - start, look.Seen(first + i) - start, seen);
        }
        var results = weights + ((nint)BlockRows * _places);
        Gemm.MultiplyLanes<T, V>(
            new Product<T>
            {
                A = weights,
                ARow = _places,
                AStep = 1,
                B = values + ((nint)start * _features),
                BStep = _features,
                BTile = tile,
                C = results,
                CRow = _features,
                CTile = tile,
                Blocks = 1,
                LastDepth = seen,
            },
            rows,
            _features / tile,
            tile);
        for (var i = 0; i < rows; i++)
        {
            new ReadOnlySpan<T>(results + ((nint)i * _features), look.Width).CopyTo(new Span<T>(look.At(look.Context, 0, first + i, head), look.Width));
        }
    }

    /// <summary>Turns the products of a place into weights, zeros before and behind what it sees.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Softmax(T* weights, int begin, int seen, int end)
    {
        var scale = V.Constant(look.Scale);
        var greatest = weights[begin];
        for (var j = begin + 1; j < seen; j++)
        {
            greatest = T.MaxNative(greatest, weights[j]);
        }
        var shift = V.Broadcast(greatest) * scale;
        // Before the first place and behind the last one stands what gives zero.
        new Span<T>(weights, begin).Fill(T.NegativeInfinity);
        var whole = (seen + V.Count - 1) / V.Count * V.Count;
        new Span<T>(weights + seen, Math.Max(end, whole) - seen).Fill(T.NegativeInfinity);
        var sum = V.Zero;
        for (var j = 0; j < whole; j += V.Count)
        {
            var power = Elementary.Exp<T, V>(V.Fma(V.Load(weights + j), scale, -shift));
            sum += power;
            V.Store(power, weights + j);
        }
        var share = V.Broadcast(T.One / V.Sum(sum));
        for (var j = 0; j < whole; j += V.Count)
        {
            V.Store(V.Load(weights + j) * share, weights + j);
        }
        new Span<T>(weights + whole, Math.Max(0, end - whole)).Clear();
    }
}
