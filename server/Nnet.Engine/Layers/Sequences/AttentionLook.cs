using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;
using Nnet.Language.Layers.Sequences;

namespace Nnet.Engine.Layers.Sequences;

/// <summary>What forward and backward of the heads share: C = softmax(QKᵀ·scale)·V.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Cut">How the heads are cut.</param>
/// <param name="IsCausal">Whether a place looks at those up to itself only.</param>
/// <param name="Query">Q.</param>
/// <param name="Key">K.</param>
/// <param name="Value">V.</param>
/// <param name="Context">C.</param>
/// <param name="LogSums">Logarithm of each softmax's sum: head after head, place after place.</param>
internal sealed unsafe record AttentionLook<T>(Batch<T> Batch, AttentionHeads Cut, bool IsCausal, PlaceView<T> Query, PlaceView<T> Key, PlaceView<T> Value, PlaceView<T> Context, Slot<T> LogSums)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int BlockBytes = 64 << 10;
    private const int MostRows = 32;

    /// <summary>What is dropped of the weights, or null.</summary>
    public AttentionDropout<T>? Dropout { get; init; }

    /// <summary>How many of the last places a looking place sees, itself among them.</summary>
    public int Window { get; init; } = int.MaxValue;

    /// <summary>Number of heads that look.</summary>
    public int Heads => Cut.Queries;

    /// <summary>How many heads look at the same keys and values.</summary>
    public int Sharing => Cut.Queries / Cut.Keys;

    /// <summary>Features of each head.</summary>
    public int Width => Cut.Width;

    /// <summary>Factor of the products.</summary>
    public double Scale => 1 / Math.Sqrt(Width);

    /// <summary>Places that look.</summary>
    public int Lookers => Query.Places;

    /// <summary>Places that are looked at.</summary>
    public int Places => Key.Places;

    /// <summary>Looking places that are worked on together: their weights then stay in the cache.</summary>
    public int BlockRows(int registerBytes) => Math.Clamp(BlockBytes / (Places * registerBytes) / 4 * 4, 4, MostRows);

    /// <summary>The first place that a looking place sees.</summary>
    public int Begin(int looker) => Math.Max(0, looker + 1 - Window);

    /// <summary>The place behind the last one that a looking place sees.</summary>
    public int Seen(int looker) => IsCausal ? Math.Min(Places, looker + 1) : Places;

    /// <summary>The first number at a place of the keys or values that a head looks at.</summary>
    public T* KeyAt(PlaceView<T> view, int group, int place, int head) => At(view, group, place, head / Sharing);

    /// <summary>The first number of a head at a place.</summary>
    public T* At(PlaceView<T> view, int group, int place, int head) => view.At(group, Batch.Lanes) + ((((nint)place * view.Features) + (head * Width)) * Batch.Lanes);

    /// <summary>The logarithm of a softmax's sum.</summary>
    public T* LogSum(int group, int head, int looker) => LogSums.At(group) + ((((nint)head * Lookers) + looker) * Batch.Lanes);

    /// <summary>From a place to the next.</summary>
    public nint Step(PlaceView<T> view) => (nint)view.Features * Batch.Lanes;
}

internal unsafe class AttentionForward<T, V>(AttentionLook<T> look) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public AttentionLook<T> Look => look;

    public override void Run(int from, int to)
    {
        var lanes = look.Batch.Lanes;
        var most = look.BlockRows(V.Count * sizeof(T));
        var weights = Scratch.Rent<T>((long)most * look.Places * V.Count);
        for (var group = from; group < to; group++)
        {
            for (var lane = 0; lane < lanes; lane += V.Count)
            {
                for (var head = 0; head < look.Heads; head++)
                {
                    for (var first = 0; first < look.Lookers; first += most)
                    {
                        Block(group, lane, head, first, Math.Min(most, look.Lookers - first), weights);
                    }
                }
            }
        }
    }

    private void Block(int group, int lane, int head, int first, int rows, T* weights)
    {
        var lanes = look.Batch.Lanes;
        var row = (nint)look.Places * V.Count;
        // The first of the block sees the first place, the last of it the last one.
        var start = look.Begin(first);
        var seen = look.Seen(first + rows - 1) - start;
        AttentionScores.Run<T, V>(look, group, lane, head, first, rows, start, seen, weights);
        for (var i = 0; i < rows; i++)
        {
            var mine = look.Seen(first + i) - start;
            V.Store(Softmax(weights + (i * row), look.Begin(first + i) - start, mine, seen), look.LogSum(group, head, first + i) + lane);
            look.Dropout?.Apply<V>(weights + (i * row), group, lane, (((head * look.Lookers) + first + i) * look.Places) + start, mine);
        }
        var product = new LaneFactors<T>
        {
            A = weights,
            ARow = row,
            AStep = V.Count,
            B = look.KeyAt(look.Value, group, start, head) + lane,
            BColumn = lanes,
            BStep = look.Step(look.Value),
            C = look.At(look.Context, group, first, head) + lane,
            CRow = look.Step(look.Context),
            CColumn = lanes,
            Depth = seen,
        };
        LaneProduct.Multiply<T, V>(in product, rows, look.Width);
    }

    /// <summary>Turns products into weights, zeros before and behind what is seen; returns the logarithm of their sum before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private V Softmax(T* weights, int begin, int seen, int end)
    {
        for (var j = 0; j < begin; j++)
        {
            V.Store(V.Zero, weights + (j * V.Count));
        }
        var scale = V.Constant(look.Scale);
        var greatest = V.Load(weights + (begin * V.Count));
        for (var j = begin + 1; j < seen; j++)
        {
            greatest = V.Max(greatest, V.Load(weights + (j * V.Count)));
        }
        greatest *= scale;
        var sum = V.Zero;
        for (var j = begin; j < seen; j++)
        {
            var power = Elementary.Exp<T, V>(V.Fma(V.Load(weights + (j * V.Count)), scale, -greatest));
            sum += power;
            V.Store(power, weights + (j * V.Count));
        }
        var share = V.Constant(1) / sum;
        for (var j = begin; j < seen; j++)
        {
            V.Store(V.Load(weights + (j * V.Count)) * share, weights + (j * V.Count));
        }
        for (var j = seen; j < end; j++)
        {
            V.Store(V.Zero, weights + (j * V.Count));
        }
        return V.Log(sum) + greatest;
    }
}

/// <summary>The products of some looking places with all that they see: <c>count</c> places from <c>start</c> on.</summary>
internal static unsafe class AttentionScores
{
    public static void Run<T, V>(AttentionLook<T> look, int group, int lane, int head, int first, int rows, int start, int count, T* scores)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        var product = new LaneFactors<T>
        {
            A = look.At(look.Query, group, first, head) + lane,
            ARow = look.Step(look.Query),
            AStep = look.Batch.Lanes,
            B = look.KeyAt(look.Key, group, start, head) + lane,
            BColumn = look.Step(look.Key),
            BStep = look.Batch.Lanes,
            C = scores,
            CRow = (nint)look.Places * V.Count,
            CColumn = V.Count,
            Depth = look.Width,
        };
        LaneProduct.Multiply<T, V>(in product, rows, count);
    }
}

/// <summary>
/// dV = Pᵀ·dC; dP = dC·Vᵀ; dS = P⊙(dP − Σ C⊙dC); dQ = dS·K·scale; dK = dSᵀ·Q·scale, with P made again from Q and K.
/// </summary>
internal unsafe class AttentionBackward<T, V>(AttentionLook<T> look, PlaceView<T> contextGradient, PlaceView<T> queryGradient, PlaceView<T> keyGradient, PlaceView<T> valueGradient) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public AttentionLook<T> Look => look;

    public PlaceView<T> ContextGradient => contextGradient;

    public PlaceView<T> QueryGradient => queryGradient;

    public PlaceView<T> KeyGradient => keyGradient;

    public PlaceView<T> ValueGradient => valueGradient;

    public override void Run(int from, int to)
    {
        var lanes = look.Batch.Lanes;
        var most = look.BlockRows(V.Count * sizeof(T));
        var weights = Scratch.Rent<T>(2L * most * look.Places * V.Count);
        var slopes = weights + ((nint)most * look.Places * V.Count);
        for (var group = from; group < to; group++)
        {
            for (var lane = 0; lane < lanes; lane += V.Count)
            {
                for (var head = 0; head < look.Heads; head++)
                {
                    // The last block goes first: what it sees it writes, and all else is cleared for the others to add to.
                    var first = (look.Lookers - 1) / most * most;
                    if (head % look.Sharing == 0)
                    {
                        Clear(group, lane, head, 0, look.Begin(first));
                        Clear(group, lane, head, look.Seen(look.Lookers - 1), look.Places);
                    }
                    for (; first >= 0; first -= most)
                    {
                        Block(group, lane, head, first, Math.Min(most, look.Lookers - first), weights, slopes);
                    }
                }
            }
        }
    }

    private void Clear(int group, int lane, int head, int from, int to)
    {
        for (var place = from; place < to; place++)
        {
            T* dk = look.KeyAt(keyGradient, group, place, head) + lane, dv = look.KeyAt(valueGradient, group, place, head) + lane;
            for (var i = 0; i < look.Width; i++)
            {
                V.Store(V.Zero, dk + (i * look.Batch.Lanes));
                V.Store(V.Zero, dv + (i * look.Batch.Lanes));
            }
        }
    }

    private void Block(int group, int lane, int head, int first, int rows, T* weights, T* slopes)
    {
        var lanes = look.Batch.Lanes;
        var row = (nint)look.Places * V.Count;
        var start = look.Begin(first);
        var seen = look.Seen(first + rows - 1) - start;
        // Heads that share keys and values add to the same gradients, one after the other.
        var isFirst = first + rows == look.Lookers && head % look.Sharing == 0;
        AttentionScores.Run<T, V>(look, group, lane, head, first, rows, start, seen, weights);
        var product = new LaneFactors<T>
        {
            A = look.At(contextGradient, group, first, head) + lane,
            ARow = look.Step(contextGradient),
            AStep = lanes,
            B = look.KeyAt(look.Value, group, start, head) + lane,
            BColumn = look.Step(look.Value),
            BStep = lanes,
            C = slopes,
            CRow = row,
            CColumn = V.Count,
            Depth = look.Width,
        };
        LaneProduct.Multiply<T, V>(in product, rows, seen);
        for (var i = 0; i < rows; i++)
        {
            var (all, mine) = ((((head * look.Lookers) + first + i) * look.Places) + start, look.Seen(first + i) - start);
            look.Dropout?.Apply<V>(slopes + (i * row), group, lane, all, mine);
            Slopes(group, lane, head, first + i, weights + (i * row), slopes + (i * row), look.Begin(first + i) - start, mine, seen);
            look.Dropout?.Apply<V>(weights + (i * row), group, lane, all, mine);
        }
        product = new LaneFactors<T>
        {
            A = weights,
            ARow = V.Count,
            AStep = row,
            B = look.At(contextGradient, group, first, head) + lane,
            BColumn = lanes,
            BStep = look.Step(contextGradient),
            C = look.KeyAt(valueGradient, group, start, head) + lane,
            CRow = look.Step(valueGradient),
            CColumn = lanes,
            Depth = rows,
            Accumulate = !isFirst,
        };
        LaneProduct.Multiply<T, V>(in product, seen, look.Width);
        product.A = slopes;
        product.B = look.At(look.Query, group, first, head) + lane;
        product.BStep = look.Step(look.Query);
        product.C = look.KeyAt(keyGradient, group, start, head) + lane;
        product.CRow = look.Step(keyGradient);
        LaneProduct.Multiply<T, V>(in product, seen, look.Width);
        product = new LaneFactors<T>
        {
            A = slopes,
            ARow = row,
            AStep = V.Count,
            B = look.KeyAt(look.Key, group, start, head) + lane,
            BColumn = lanes,
            BStep = look.Step(look.Key),
            C = look.At(queryGradient, group, first, head) + lane,
            CRow = look.Step(queryGradient),
            CColumn = lanes,
            Depth = seen,
        };
        LaneProduct.Multiply<T, V>(in product, rows, look.Width);
    }

    /// <summary>Of one looking place: products become weights, the weights' gradients those of the products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Slopes(int group, int lane, int head, int looker, T* weights, T* slopes, int begin, int seen, int end)
    {
        var lanes = look.Batch.Lanes;
        T* c = look.At(look.Context, group, looker, head) + lane, dc = look.At(contextGradient, group, looker, head) + lane;
        var along = V.Zero;
        for (var i = 0; i < look.Width; i++)
        {
            along = V.Fma(V.Load(c + (i * lanes)), V.Load(dc + (i * lanes)), along);
        }
        var scale = V.Constant(look.Scale);
        var logSum = V.Load(look.LogSum(group, head, looker) + lane);
        for (var j = begin; j < seen; j++)
        {
            var weight = Elementary.Exp<T, V>(V.Fma(V.Load(weights + (j * V.Count)), scale, -logSum));
            V.Store(weight, weights + (j * V.Count));
            V.Store(weight * (V.Load(slopes + (j * V.Count)) - along) * scale, slopes + (j * V.Count));
        }
        Clear(weights, slopes, 0, begin);
        Clear(weights, slopes, seen, end);
    }

    private static void Clear(T* weights, T* slopes, int from, int to)
    {
        for (var j = from; j < to; j++)
        {
            V.Store(V.Zero, weights + (j * V.Count));
            V.Store(V.Zero, slopes + (j * V.Count));
        }
    }
}

/// <summary>Forward where heads share keys and values: a class of its own, since a device may have a kernel for the one and not for the other.</summary>
internal sealed class SharedAttentionForward<T, V>(AttentionLook<T> look) : AttentionForward<T, V>(look)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>;

/// <summary>Backward where heads share keys and values.</summary>
internal sealed class SharedAttentionBackward<T, V>(AttentionLook<T> look, PlaceView<T> contextGradient, PlaceView<T> queryGradient, PlaceView<T> keyGradient, PlaceView<T> valueGradient)
    : AttentionBackward<T, V>(look, contextGradient, queryGradient, keyGradient, valueGradient)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>;
