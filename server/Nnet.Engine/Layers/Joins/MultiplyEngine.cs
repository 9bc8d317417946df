using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Activations;
using Nnet.Language.Layers.Joins;
using Nnet.Language.Layers.Spatial;

namespace Nnet.Engine.Layers.Joins;

/// <summary>
/// The product of its inputs, an extent of 1 spread over the others'; each gets the output's gradient times the product of the
/// others, summed over what it was spread over.
/// </summary>
public sealed class MultiplyEngine : LayerEngine<Multiply>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples =>
    [
        LayerSample.Of<Multiply>(5).Joining<Tanh>(),
        LayerSample.Of<Multiply>(2, 3, 4).Joining<GlobalAvgPool>(),
        LayerSample.Of<Multiply>(2, 3, 4).Joining<AdaptiveAvgPool>(sample => sample.With(AdaptivePool.Size, [1])).Joining<Tanh>(),
        LayerSample.Of<Multiply>(2, 3, 4).Joining<Conv>(sample => sample.With(Conv.Filters, 1).With(Convolution.Kernel, [1])),
        LayerSample.Of<Multiply>(2, 3, 4).Joining<AdaptiveAvgPool>(sample => sample.With(AdaptivePool.Size, [3, 1])).Joining<AdaptiveAvgPool>(sample => sample.With(AdaptivePool.Size, [1, 4])),
        LayerSample.OfSequence<Multiply>(2, 3).Joining<Tanh>(),
        LayerSample.Of<Multiply>(3),
        LayerSample.OfSequence<Multiply>(3, 2).Joining<Conv>(sample => sample.With(Conv.Filters, 1).With(Convolution.Kernel, [1])),
    ];

    /// <inheritdoc/>
    public override LayerMemory MemoryOf(Node node) => LayerMemory.KeepsInput;

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
        var spread = Spread.Of(site.OutputShape, [.. site.InputShapes]);
        site.Forward(new ProductForward<T, V>(site.Batch, spread, site.Inputs, site.Output), site.Inputs.AsSpan(), [site.Output]);
        for (var i = 0; i < site.Inputs.Length; i++)
        {
            if (site.InputGradients[i] is { } inputGradient)
            {
                var others = Enumerable.Range(0, site.Inputs.Length).Where(other => other != i).ToImmutableArray();
                site.Backward(new ProductBackward<T, V>(site.Batch, spread, i, others, site.Inputs, site.OutputGradient!, inputGradient), [.. site.Inputs, site.OutputGradient!], [inputGradient]);
            }
        }
    }
}

/// <summary>
/// Inputs of unequal shapes brought together: the result is cut into runs of features along which every input either goes along or
/// stays at one number.
/// </summary>
/// <param name="Length">Features in a run.</param>
/// <param name="Begins">For every input, the feature at which each run begins in it.</param>
/// <param name="Steps">For every input 1 where it goes along with a run, 0 where it stays.</param>
internal sealed record Spread(int Length, int[][] Begins, int[] Steps)
{
    /// <summary>Number of runs.</summary>
    public int Runs => Begins[0].Length;

    /// <summary>How shapes lie under a result's; an extent of 1 is spread, and a vector stands for channels.</summary>
    public static Spread Of(Shape result, ImmutableArray<Shape> shapes)
    {
        var rank = result.Rank;
        int[][] axes = [.. shapes.Select(shape => shape.Rank == rank ? shape.Axes.ToArray() : [.. shape.Axes, .. Enumerable.Repeat(1, rank - shape.Rank)])];
        var tail = rank - 1;
        while (tail > 0 && axes.All(input => Stays(input, tail - 1) || Follows(input, tail - 1)))
        {
            tail--;
        }
        var length = Product(result.Axes.AsSpan()[tail..]);
        var begins = axes.Select(_ => new int[result.Count / length]).ToArray();
        for (var run = 0; run < begins[0].Length; run++)
        {
            for (var input = 0; input < axes.Length; input++)
            {
                var (rest, step) = (run, Product(axes[input].AsSpan(tail)));
                for (var axis = tail - 1; axis >= 0; axis--)
                {
                    var place = rest % result[axis];
                    rest /= result[axis];
                    begins[input][run] += axes[input][axis] == 1 ? 0 : place * step;
                    step *= axes[input][axis];
                }
            }
        }
        return new Spread(length, begins, [.. axes.Select(input => Follows(input, tail) ? 1 : 0)]);

        bool Follows(int[] input, int from) => input.AsSpan(from).SequenceEqual(result.Axes.AsSpan()[from..]);

        static bool Stays(int[] input, int from) => input.Skip(from).All(extent => extent == 1);

        static int Product(ReadOnlySpan<int> extents)
        {
            var product = 1;
            foreach (var extent in extents)
            {
                product *= extent;
            }
            return product;
        }
    }
}

internal sealed unsafe class ProductForward<T, V>(Batch<T> batch, Spread spread, ImmutableArray<Slot<T>> inputs, Slot<T> output) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public Spread Spread => spread;

    public ImmutableArray<Slot<T>> Inputs => inputs;

    public Slot<T> Output => output;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int from, int to)
    {
        nint lanes = batch.Lanes;
        var length = spread.Length * lanes;
        for (var group = from; group < to; group++)
        {
            for (var run = 0; run < spread.Runs; run++)
            {
                var y = output.At(group) + (run * length);
                for (var input = 0; input < inputs.Length; input++)
                {
                    var x = inputs[input].At(group) + (spread.Begins[input][run] * lanes);
                    var step = spread.Steps[input] * lanes;
                    for (nint i = 0; i < length; i += lanes, x += step)
                    {
                        for (nint lane = 0; lane < lanes; lane += V.Count)
                        {
                            var value = V.Load(x + lane);
                            V.Store(input == 0 ? value : V.Load(y + i + lane) * value, y + i + lane);
                        }
                    }
                }
            }
        }
    }
}

internal sealed unsafe class ProductBackward<T, V>(Batch<T> batch, Spread spread, int input, ImmutableArray<int> others, ImmutableArray<Slot<T>> inputs, Slot<T> gradient, Slot<T> inputGradient) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public Spread Spread => spread;

    public int Input => input;

    public ImmutableArray<int> Others => others;

    public ImmutableArray<Slot<T>> Inputs => inputs;

    public Slot<T> Gradient => gradient;

    public Slot<T> InputGradient => inputGradient;

    private readonly bool _sums = inputGradient.Size < gradient.Size;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int from, int to)
    {
        nint lanes = batch.Lanes;
        for (var group = from; group < to; group++)
        {
            if (_sums)
            {
                new Span<T>(inputGradient.At(group), (int)inputGradient.Size).Clear();
            }
            for (var run = 0; run < spread.Runs; run++)
            {
                var dy = gradient.At(group) + ((nint)run * spread.Length * lanes);
                var dx = inputGradient.At(group) + (spread.Begins[input][run] * lanes);
                var step = spread.Steps[input] * lanes;
                for (var feature = 0; feature < spread.Length; feature++, dy += lanes, dx += step)
                {
                    for (nint lane = 0; lane < lanes; lane += V.Count)
                    {
                        var product = V.Load(dy + lane);
                        foreach (var other in others)
                        {
                            product *= V.Load(inputs[other].At(group) + ((spread.Begins[other][run] + ((nint)feature * spread.Steps[other])) * lanes) + lane);
                        }
                        V.Store(_sums ? V.Load(dx + lane) + product : product, dx + lane);
                    }
                }
            }
        }
    }
}
