using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Shaping;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Normalization;

namespace Nnet.Engine.Layers.Sequences;

/// <summary>
/// x̂ = (x − μ)/σ and y = γ⊙x̂ + β over the features of each place, where a norm without centre has μ = 0;
/// dx = (g − mean g − x̂·mean(g⊙x̂))/σ with g = γ⊙dy; dγ = Σ dy⊙x̂; dβ = Σ dy. Of each place μ and 1/σ are kept.
/// </summary>
/// <typeparam name="TLayer">The declaration.</typeparam>
public abstract class FeatureNormEngine<TLayer> : LayerEngine<TLayer>
    where TLayer : FeatureNorm
{
    /// <inheritdoc/>
    public override LayerMemory MemoryOf(Node node) => LayerMemory.KeepsInput;

    /// <summary>Adds the instructions.</summary>
    private protected static unsafe void Add<T, V, TCentered>(LayerSite<T, V> site, double epsilon)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        where TCentered : struct, IConstant
    {
        var (shape, byPlace) = (site.InputShape, FeatureNorm.IsByPlace(site.Node.Call, site.InputShape));
        var features = shape.IsSequence ? shape[^1] : byPlace ? shape[0] : (int)shape.Count;
        var places = (int)shape.Count / features;
        var (scale, shift) = (site.Tensor("weight"), site.Tensor("bias"));
        var figures = new Slot<T>(2L * places * site.Lanes);
        // Maps lie channel after channel: the channels of a place are brought together first, and apart again behind it.
        var (gather, scatter) = byPlace ? (Gathering(features, places), Gathering(places, features)) : (null, null);
        Slot<T> Like(Slot<T> slot) => gather is null ? slot : new Slot<T>(slot.Size);
        var (input, output) = (Like(site.Input), Like(site.Output));
        var norm = new FeatureNormSite<T>(site.Batch, places, features, scale is null ? null : scale.Value, shift is null ? null : shift.Value, input, figures);
        if (gather is not null)
        {
            site.Forward(new MoveFeatures<T, V>(site.Batch, gather, site.Input, input), [site.Input], [input]);
        }
        site.Forward(new FeatureNormForward<T, V, TCentered>(norm, output, epsilon), [input], [output, figures]);
        if (scatter is not null)
        {
            site.Forward(new MoveFeatures<T, V>(site.Batch, scatter, output, site.Output), [output], [site.Output]);
        }
        if (site.OutputGradient is not { } outputGradient)
        {
            return;
        }
        var gradient = Like(outputGradient);
        if (gather is not null)
        {
            site.Backward(new MoveFeatures<T, V>(site.Batch, gather, outputGradient, gradient), [outputGradient], [gradient]);
        }
        if (site.InputGradient is { } inputGradient)
        {
            var way = Like(inputGradient);
            site.Backward(new FeatureNormBackward<T, V, TCentered>(norm, gradient, way), [input, figures, gradient], [way]);
            if (scatter is not null)
            {
                site.Backward(new MoveFeatures<T, V>(site.Batch, scatter, way, inputGradient), [way], [inputGradient]);
            }
        }
        if (scale is not null)
        {
            site.Gradient(scale, new FeatureNormGradient<T, V>(norm, scale, gradient), (long)places * scale.RowLength, input, figures, gradient);
        }
        if (shift is not null)
        {
            site.Gradient(shift, new FeatureSums<T, V>(norm, shift, gradient), (long)places * shift.RowLength, gradient);
        }
    }

    // The order that makes columns of rows: number j·rows + i becomes what was number i·columns + j.
    private static int[] Gathering(int rows, int columns)
    {
        var order = new int[rows * columns];
        for (var j = 0; j < columns; j++)
        {
            for (var i = 0; i < rows; i++)
            {
                order[(j * rows) + i] = (i * columns) + j;
            }
        }
        return order;
    }
}

/// <summary>What the instructions of a norm over features share.</summary>
internal sealed unsafe class FeatureNormSite<T>(Batch<T> batch, int places, int features, T* scale, T* shift, Slot<T> input, Slot<T> figures)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Batch<T> Batch => batch;

    public int Places => places;

    public int Features => features;

    public T* Scale => scale;

    public T* Shift => shift;

    /// <summary>x.</summary>
    public Slot<T> InputSlot => input;

    /// <summary>Mean and 1/deviation of every place and sample.</summary>
    public Slot<T> FiguresSlot => figures;

    public int Length => features * batch.Lanes;

    /// <summary>The features of a place.</summary>
    public T* Input(int group, int place) => input.At(group) + ((nint)place * Length);

    /// <summary>The mean of a place, and a group's lanes behind it one by its deviation.</summary>
    public T* Figures(int group, int place) => figures.At(group) + ((nint)place * 2 * batch.Lanes);
}

internal sealed unsafe class FeatureNormForward<T, V, TCentered>(FeatureNormSite<T> norm, Slot<T> output, double epsilon) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
    where TCentered : struct, IConstant
{
    public FeatureNormSite<T> Norm => norm;

    public Slot<T> Output => output;

    public double Epsilon => epsilon;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int from, int to)
    {
        var (lanes, length) = (norm.Batch.Lanes, norm.Length);
        var share = V.Constant(1.0 / norm.Features);
        for (var group = from; group < to; group++)
        {
            for (var place = 0; place < norm.Places; place++)
            {
                for (var lane = 0; lane < lanes; lane += V.Count)
                {
                    var x = norm.Input(group, place) + lane;
                    var mean = V.Zero;
                    if (TCentered.Value > 0)
                    {
                        for (var i = 0; i < length; i += lanes)
                        {
                            mean += V.Load(x + i);
                        }
                        mean *= share;
                    }
                    var squares = V.Zero;
                    for (var i = 0; i < length; i += lanes)
                    {
                        var distance = V.Load(x + i) - mean;
                        squares = V.Fma(distance, distance, squares);
                    }
                    var variance = V.Fma(squares, share, V.Constant(epsilon));
                    // With eps=0 equal features have no spread: they stay at their mean instead of becoming 0/0.
                    var inverse = V.Select(V.Equal(variance, V.Zero), V.Zero, V.Constant(1) / V.Sqrt(variance));
                    var figures = norm.Figures(group, place) + lane;
                    V.Store(mean, figures);
                    V.Store(inverse, figures + lanes);
                    Write(x, output.At(group) + ((nint)place * length) + lane, mean, inverse);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Write(T* x, T* y, V mean, V inverse)
    {
        var (lanes, features) = (norm.Batch.Lanes, norm.Features);
        T* scale = norm.Scale, shift = norm.Shift;
        for (var i = 0; i < features; i++, x += lanes, y += lanes)
        {
            var value = (V.Load(x) - mean) * inverse;
            if (scale != null)
            {
                value *= V.Broadcast(scale[i]);
            }
            if (shift != null)
            {
                value += V.Broadcast(shift[i]);
            }
            V.Store(value, y);
        }
    }
}

internal sealed unsafe class FeatureNormBackward<T, V, TCentered>(FeatureNormSite<T> norm, Slot<T> gradient, Slot<T> inputGradient) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
    where TCentered : struct, IConstant
{
    public FeatureNormSite<T> Norm => norm;

    public Slot<T> Gradient => gradient;

    public Slot<T> InputGradient => inputGradient;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int from, int to)
    {
        var (lanes, features) = (norm.Batch.Lanes, norm.Features);
        var scale = norm.Scale;
        var share = V.Constant(1.0 / features);
        for (var group = from; group < to; group++)
        {
            for (var place = 0; place < norm.Places; place++)
            {
                for (var lane = 0; lane < lanes; lane += V.Count)
                {
                    T* x = norm.Input(group, place) + lane, figures = norm.Figures(group, place) + lane;
                    T* dy = gradient.At(group) + ((nint)place * norm.Length) + lane, dx = inputGradient.At(group) + ((nint)place * norm.Length) + lane;
                    V mean = V.Load(figures), inverse = V.Load(figures + lanes);
                    V sum = V.Zero, along = V.Zero;
                    for (var i = 0; i < features; i++)
                    {
                        var g = V.Load(dy + (i * lanes));
                        if (scale != null)
                        {
                            g *= V.Broadcast(scale[i]);
                        }
                        sum += g;
                        along = V.Fma(g, V.Load(x + (i * lanes)) - mean, along);
                    }
                    sum = TCentered.Value > 0 ? sum * share : V.Zero;
                    along *= share * inverse * inverse;
                    for (var i = 0; i < features; i++)
                    {
                        var g = V.Load(dy + (i * lanes));
                        if (scale != null)
                        {
                            g *= V.Broadcast(scale[i]);
                        }
                        V.Store((g - sum - ((V.Load(x + (i * lanes)) - mean) * along)) * inverse, dx + (i * lanes));
                    }
                }
            }
        }
    }
}

/// <summary>dγ: a number for each feature, whatever axes the tensor has.</summary>
internal sealed unsafe class FeatureNormGradient<T, V>(FeatureNormSite<T> norm, Parameter<T> scale, Slot<T> gradient) : GradientInstruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public FeatureNormSite<T> Norm => norm;

    public Parameter<T> Scale => scale;

    public Slot<T> Gradient => gradient;

    public override void Run(int fromRow, int toRow)
    {
        var lanes = norm.Batch.Lanes;
        var (from, count) = (fromRow * scale.RowLength, (toRow - fromRow) * scale.RowLength);
        var sums = Scratch.Rent<T>((long)count * V.Count);
        new Span<T>(sums, count * V.Count).Clear();
        for (var group = 0; group < norm.Batch.Groups; group++)
        {
            for (var place = 0; place < norm.Places; place++)
            {
                for (var lane = 0; lane < lanes; lane += V.Count)
                {
                    T* figures = norm.Figures(group, place) + lane, x = norm.Input(group, place) + ((nint)from * lanes) + lane;
                    var dy = gradient.At(group) + ((nint)place * norm.Length) + ((nint)from * lanes) + lane;
                    V mean = V.Load(figures), inverse = V.Load(figures + lanes);
                    for (var sum = sums; sum < sums + (count * V.Count); sum += V.Count, x += lanes, dy += lanes)
                    {
                        V.Store(V.Fma((V.Load(x) - mean) * inverse, V.Load(dy), V.Load(sum)), sum);
                    }
                }
            }
        }
        for (var i = 0; i < count; i++)
        {
            scale.Gradient[from + i] = V.Sum(V.Load(sums + (i * V.Count)));
        }
    }
}

/// <summary>dβ.</summary>
internal sealed unsafe class FeatureSums<T, V>(FeatureNormSite<T> norm, Parameter<T> shift, Slot<T> gradient) : GradientInstruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public FeatureNormSite<T> Norm => norm;

    public Parameter<T> Shift => shift;

    public Slot<T> Gradient => gradient;

    private readonly Affine.PlaceSums<T, V> _sums = new(norm.Batch, shift.Gradient, new PlaceView<T>(gradient, norm.Places, norm.Features));

    public override void Run(int fromRow, int toRow) => _sums.Run(fromRow * shift.RowLength, toRow * shift.RowLength);
}
