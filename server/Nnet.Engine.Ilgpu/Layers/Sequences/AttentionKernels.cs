using ILGPU;
using Nnet.Engine.Compilation;
using Nnet.Engine.Ilgpu.Execution;
using Nnet.Engine.Ilgpu.Kernels;
using Nnet.Engine.Ilgpu.Layers.Regularization;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Sequences;

namespace Nnet.Engine.Ilgpu.Layers.Sequences;

/// <summary>
/// What both ways through the heads share. The weights of some looking places, as many as memory allows, stand in memory that all
/// attention layers take turns to use: head after head, looking place after looking place, place after place.
/// </summary>
/// <param name="look">The heads.</param>
/// <param name="scene">What kernels share.</param>
internal sealed class AttentionBlocks(AttentionLook<float> look, Scene scene)
{
    // Numbers that the weights of a block may take: 256 MiB.
    private const long Most = 64 << 20;

    private readonly Each<SampleProduct> _product = scene.Each<SampleProduct>(SampleProduct.Run);
    private readonly PerStep<DeviceRandom> _random = scene.PerStep<DeviceRandom>();

    /// <summary>Looking places of a block.</summary>
    public int Rows { get; } = (int)Math.Clamp(Most / ((long)look.Heads * look.Places * scene.Batch.Lanes), 1, look.Lookers);

    /// <summary>Numbers of the weights of a block.</summary>
    public long Length => (long)look.Heads * Rows * look.Places * scene.Batch.Lanes;

    /// <summary>Weights as a matrix for each head.</summary>
    public HeadMatrix Weights(ArrayView<float> view) => new(new(view, look.Places * scene.Batch.Lanes, scene.Batch.Lanes, Rows * look.Places * scene.Batch.Lanes), IsOfKeys: false);

    /// <summary>Features of places as a matrix for each head.</summary>
    /// <param name="places">All places.</param>
    /// <param name="first">The first place that counts.</param>
    public HeadMatrix Queries(PlaceView<float> places, int first) => new(Matrix(places, first), IsOfKeys: false);

    /// <summary>Features of places as a matrix for each head of keys and values.</summary>
    public HeadMatrix Keys(PlaceView<float> places) => new(Matrix(places, 0), IsOfKeys: true);

    /// <summary>The first looking places of the blocks, and how many are in each.</summary>
    public IEnumerable<(int First, int Rows)> All()
    {
        for (var first = 0; first < look.Lookers; first += Rows)
        {
            yield return (first, Math.Min(Rows, look.Lookers - first));
        }
    }

    /// <summary>What of a product is left out, if anything.</summary>
    public Unseen Unless(Unseen unseen) => look.IsCausal ? unseen : Unseen.Nothing;

    /// <summary>Multiplies for every head. Of those that look at the same keys and values one goes after the other, so that what they find for these is added up in their order.</summary>
    public void Multiply(HeadMatrix a, HeadMatrix b, HeadMatrix c, int rows, int columns, int depth, Unseen unseen, int first, bool adds = false)
    {
        for (var which = 0; which < look.Sharing; which++)
        {
            var product = new SampleProduct(a.For(which, look.Sharing), b.For(which, look.Sharing), c.For(which, look.Sharing), rows, columns, depth, Unless(unseen), first, Math.Min(look.Window, look.Places), adds || (c.IsOfKeys && which > 0) ? 1 : 0, scene.Batch.Count);
            _product.Start(product.Threads(look.Cut.Keys), product);
        }
    }

    /// <summary>What the kernels of a block of rows are told.</summary>
    public AttentionRows Of(ArrayView<float> weights, ArrayView<float> slopes, int first, int rows) => new(
        weights,
        slopes,
        scene.View(look.LogSums),
        look.Heads,
        look.Lookers,
        look.Places,
        Rows,
        rows,
        first,
        look.Width,
        look.IsCausal ? 1 : 0,
        look.Window,
        (float)look.Scale,
        look.Dropout is { } dropout ? _random.Say(DeviceRandom.Of(dropout.Random)) : _random.View,
        look.Dropout is { } rated ? (float)rated.Rule.Rate : 0,
        look.Dropout is { } scaled ? (float)scaled.Rule.Scale : 1,
        scene.Samples);

    private LaneMatrix Matrix(PlaceView<float> places, int first)
    {
        var step = places.Features * scene.Batch.Lanes;
        return new(scene.View(places).SubView((long)first * step), step, scene.Batch.Lanes, look.Width * scene.Batch.Lanes);
    }
}

/// <summary>A matrix for each head.</summary>
/// <param name="All">Those of all heads.</param>
/// <param name="IsOfKeys">Whether they are the heads of keys and values, which may be fewer than those that look.</param>
internal readonly record struct HeadMatrix(LaneMatrix All, bool IsOfKeys)
{
    /// <summary>Its columns for rows.</summary>
    public HeadMatrix Turned => new(All.Turned, IsOfKeys);

    /// <summary>A matrix for each head of keys and values: where several heads look there, that of one of them.</summary>
    public LaneMatrix For(int which, int sharing) => IsOfKeys ? All : All.OneOf(sharing, which);
}

/// <summary>A looking place of a head and a sample, for a thread each.</summary>
internal readonly record struct AttentionRows(
    ArrayView<float> Weights,
    ArrayView<float> Slopes,
    ArrayView<float> LogSums,
    int Heads,
    int Lookers,
    int Places,
    int BlockRows,
    int Rows,
    int First,
    int Width,
    int IsCausal,
    int Window,
    float Scale,
    ArrayView<DeviceRandom> Random,
    float Rate,
    float Kept,
    SampleLanes Samples)
{
    /// <summary>Threads.</summary>
    public int Threads => Heads * Rows * Samples.Count;

    /// <summary>What of the weights the dropout leaves: 0 or 1/(1 − rate).</summary>
    public float Left(int sample, int head, int looker, int place)
        => Rate > 0 && !(Random[0].Unit(sample, (((head * Lookers) + looker) * Places) + place) > Rate) ? 0 : Kept;

    /// <summary>The first place that a looking place sees.</summary>
    public int Begin(int looker) => IntrinsicMath.Max(0, looker + 1 - Window);

    /// <summary>The place behind the last one that a looking place sees.</summary>
    public int Seen(int looker) => IsCausal != 0 ? IntrinsicMath.Min(Places, looker + 1) : Places;

    /// <summary>Turns products into weights, zeros before and behind what is seen.</summary>
    public static void Softmax(Index1D index, AttentionRows a)
    {
        var (sample, row, head) = (index % a.Samples.Count, index / a.Samples.Count % a.Rows, index / a.Samples.Count / a.Rows);
        var (looker, lanes) = (a.First + row, a.Samples.Lanes);
        var first = (((head * a.BlockRows) + row) * a.Places * lanes) + sample;
        var (begin, seen) = (a.Begin(looker), a.Seen(looker));
        var greatest = new Lane(a.Weights[first + (begin * lanes)]);
        for (var j = begin + 1; j < seen; j++)
        {
            greatest = Lane.Max(greatest, new Lane(a.Weights[first + (j * lanes)]));
        }
        var (scale, sum) = (new Lane(a.Scale), Lane.Zero);
        greatest *= scale;
        for (var j = begin; j < seen; j++)
        {
            var power = Elementary.Exp<float, Lane>(Lane.Fma(new Lane(a.Weights[first + (j * lanes)]), scale, -greatest));
            sum += power;
            a.Weights[first + (j * lanes)] = power.Number;
        }
        var share = 1 / sum.Number;
        for (var j = begin; j < seen; j++)
        {
            a.Weights[first + (j * lanes)] *= share * a.Left(sample, head, looker, j);
        }
        for (var j = 0; j < begin; j++)
        {
            a.Weights[first + (j * lanes)] = 0;
        }
        for (var j = seen; j < a.Places; j++)
        {
            a.Weights[first + (j * lanes)] = 0;
        }
        a.LogSums[(((head * a.Lookers) + looker) * lanes) + sample] = (Lane.Log(sum) + greatest).Number;
    }
}

/// <summary>C = softmax(QKᵀ·scale)·V.</summary>
internal sealed class AttentionForwardKernel : DeviceKernel<AttentionForward<float, Lane>>
{
    private readonly AttentionLook<float> _look;
    private readonly AttentionBlocks _blocks;
    private readonly Each<AttentionRows> _softmax;
    private readonly DeviceMemory.SharedMemory _weights;

    public AttentionForwardKernel(AttentionForward<float, Lane> instruction, Scene scene)
    {
        (_look, _blocks, _softmax) = (instruction.Look, new AttentionBlocks(instruction.Look, scene), scene.Each<AttentionRows>(AttentionRows.Softmax));
        _weights = scene.Memory.Shared("attention weights", _blocks.Length);
    }

    public override void Start()
    {
        var weights = _blocks.Weights(_weights.View);
        foreach (var (first, rows) in _blocks.All())
        {
            _blocks.Multiply(_blocks.Queries(_look.Query, first), _blocks.Keys(_look.Key).Turned, weights, rows, _look.Places, _look.Width, Unseen.Results, first);
            var block = _blocks.Of(_weights.View, ArrayView<float>.Empty, first, rows);
            _softmax.Start(block.Threads, block);
            _blocks.Multiply(weights, _blocks.Keys(_look.Value), _blocks.Queries(_look.Context, first), rows, _look.Width, _look.Places, Unseen.Steps, first);
        }
    }
}

/// <summary>The gradients of queries, keys and values, with the weights made again.</summary>
internal sealed class AttentionBackwardKernel : DeviceKernel<AttentionBackward<float, Lane>>
{
    private readonly AttentionBackward<float, Lane> _instruction;
    private readonly AttentionLook<float> _look;
    private readonly AttentionBlocks _blocks;
    private readonly Each<Arguments> _turn;
    private readonly DeviceMemory.SharedMemory _weights;
    private readonly DeviceMemory.SharedMemory _slopes;
    private readonly ArrayView<float> _context;
    private readonly ArrayView<float> _contextGradient;

    public AttentionBackwardKernel(AttentionBackward<float, Lane> instruction, Scene scene)
    {
        (_instruction, _look, _blocks, _turn) = (instruction, instruction.Look, new AttentionBlocks(instruction.Look, scene), scene.Each<Arguments>(Run));
        (_weights, _slopes) = (scene.Memory.Shared("attention weights", _blocks.Length), scene.Memory.Shared("attention slopes", _blocks.Length));
        (_context, _contextGradient) = (scene.View(_look.Context), scene.View(instruction.ContextGradient));
    }

    public override void Start()
    {
        var (weights, slopes) = (_blocks.Weights(_weights.View), _blocks.Weights(_slopes.View));
        foreach (var (first, rows) in _blocks.All())
        {
            var (query, gradient) = (_blocks.Queries(_look.Query, first), _blocks.Queries(_instruction.ContextGradient, first));
            _blocks.Multiply(query, _blocks.Keys(_look.Key).Turned, weights, rows, _look.Places, _look.Width, Unseen.Results, first);
            _blocks.Multiply(gradient, _blocks.Keys(_look.Value).Turned, slopes, rows, _look.Places, _look.Width, Unseen.Results, first);
            var block = _blocks.Of(_weights.View, _slopes.View, first, rows);
            _turn.Start(block.Threads, new(block, _context, _contextGradient, _look.Context.Features, _instruction.ContextGradient.Features));
            var adds = first > 0;
            _blocks.Multiply(weights.Turned, gradient, _blocks.Keys(_instruction.ValueGradient), _look.Places, _look.Width, rows, Unseen.Rows, first, adds);
            _blocks.Multiply(slopes.Turned, query, _blocks.Keys(_instruction.KeyGradient), _look.Places, _look.Width, rows, Unseen.Rows, first, adds);
            _blocks.Multiply(slopes, _blocks.Keys(_look.Key), _blocks.Queries(_instruction.QueryGradient, first), rows, _look.Width, _look.Places, Unseen.Steps, first);
        }
    }

    // Products become weights, the weights' gradients those of the products.
    private static void Run(Index1D index, Arguments arguments)
    {
        var a = arguments.Rows;
        var (sample, row, head) = (index % a.Samples.Count, index / a.Samples.Count % a.Rows, index / a.Samples.Count / a.Rows);
        var (looker, lanes) = (a.First + row, a.Samples.Lanes);
        var along = 0f;
        for (var i = 0; i < a.Width; i++)
        {
            var feature = (head * a.Width) + i;
            along += arguments.Context[(((looker * arguments.ContextFeatures) + feature) * lanes) + sample]
                * arguments.ContextGradient[(((looker * arguments.GradientFeatures) + feature) * lanes) + sample];
        }
        var first = (((head * a.BlockRows) + row) * a.Places * lanes) + sample;
        var (begin, seen, scale) = (a.Begin(looker), a.Seen(looker), new Lane(a.Scale));
        var logSum = new Lane(a.LogSums[(((head * a.Lookers) + looker) * lanes) + sample]);
        for (var j = 0; j < a.Places; j++)
        {
            var at = first + (j * lanes);
            if (j >= begin && j < seen)
            {
                var left = a.Left(sample, head, looker, j);
                var weight = Elementary.Exp<float, Lane>(Lane.Fma(new Lane(a.Weights[at]), scale, -logSum)).Number;
                a.Weights[at] = weight * left;
                a.Slopes[at] = weight * ((a.Slopes[at] * left) - along) * a.Scale;
            }
            else
            {
                a.Weights[at] = 0;
                a.Slopes[at] = 0;
            }
        }
    }

    internal readonly record struct Arguments(AttentionRows Rows, ArrayView<float> Context, ArrayView<float> ContextGradient, int ContextFeatures, int GradientFeatures);
}

/// <summary>Forward where heads share keys and values.</summary>
internal sealed class SharedAttentionForwardKernel(SharedAttentionForward<float, Lane> instruction, Scene scene) : DeviceKernel<SharedAttentionForward<float, Lane>>
{
    private readonly AttentionForwardKernel _all = new(instruction, scene);

    public override void Start() => _all.Start();
}

/// <summary>Backward where heads share keys and values.</summary>
internal sealed class SharedAttentionBackwardKernel(SharedAttentionBackward<float, Lane> instruction, Scene scene) : DeviceKernel<SharedAttentionBackward<float, Lane>>
{
    private readonly AttentionBackwardKernel _all = new(instruction, scene);

    public override void Start() => _all.Start();
}
