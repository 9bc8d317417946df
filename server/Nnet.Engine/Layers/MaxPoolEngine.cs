using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Windows;
using Nnet.Language.Layers.Spatial;

namespace Nnet.Engine.Layers;

/// <summary>The greatest value under each window; backward, its gradient goes to the place where it was (the first of equals).</summary>
public sealed class MaxPoolEngine : LayerEngine<MaxPool>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples =>
    [
        LayerSample.Of<MaxPool>(2, 4, 6).With(MaxPool.Kernel, [2]),
        LayerSample.Of<MaxPool>(2, 5, 5).With(MaxPool.Kernel, [3]).With(MaxPool.Stride, [2]).With(MaxPool.Padding, Padding.Of(1)),
        LayerSample.Of<MaxPool>(3, 7).With(MaxPool.Kernel, [3]).With(MaxPool.Stride, [1]),
        LayerSample.Of<MaxPool>(2, 6, 5).With(MaxPool.Kernel, [3]).With(MaxPool.Stride, [2]).With(MaxPool.Ceil, true),
        LayerSample.Of<MaxPool>(2, 7, 5).With(MaxPool.Kernel, [2]).With(MaxPool.Stride, [1]).With(MaxPool.Dilation, [3, 2]).With(MaxPool.Padding, Padding.Same),
        LayerSample.Of<MaxPool>(1, 4, 4, 2).With(MaxPool.Kernel, [2]),
    ];

    /// <inheritdoc/>
    public override bool PicksGreatest => true;

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
        var node = site.Node;
        var window = WindowGeometry.Of(node.Facts!.Window!);
        var channels = site.InputShape[0];
        if (site.InputGradient is not { } inputGradient)
        {
            site.Forward(new MaxPoolForward<T, V>(site.Batch, window, channels, site.Input, site.Output, null), [site.Input], [site.Output]);
            return;
        }
        var winners = new Slot<T>(site.Output.Size);
        site.Forward(new MaxPoolForward<T, V>(site.Batch, window, channels, site.Input, site.Output, winners), [site.Input], [site.Output, winners]);
        site.Backward(new MaxPoolBackward<T, V>(site.Batch, window, channels, site.OutputGradient!, winners, inputGradient), [site.OutputGradient!, winners], [inputGradient]);
    }
}

internal sealed unsafe class MaxPoolForward<T, V>(Batch<T> batch, WindowGeometry window, int channels, Slot<T> input, Slot<T> output, Slot<T>? winners) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    private readonly TapTable _taps = TapTable.Forward(window, batch.Lanes);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int from, int to)
    {
        nint lanes = batch.Lanes;
        var extent = window.Output;
        for (var group = from; group < to; group++)
        {
            T* y = output.At(group), winner = winners is null ? null : winners.At(group);
            for (var channel = 0; channel < channels; channel++)
            {
                var x = input.At(group) + (channel * window.InputArea * lanes);
                for (var z = 0; z < extent.Depth; z++)
                {
                    for (var row = 0; row < extent.Height; row++)
                    {
                        var places = _taps.Row(z, row, out var start);
                        for (var place = 0; place < extent.Width; place++)
                        {
                            var pairs = places[place].First;
                            var count = places[place].Count;
                            for (nint lane = 0; lane < lanes; lane += V.Count)
                            {
                                var source = x + start + places[place].Start + lane;
                                var greatest = V.Load(source + pairs[1]);
                                var index = V.Zero;
                                for (nint pair = 1; pair < count; pair++)
                                {
                                    var value = V.Load(source + pairs[(2 * pair) + 1]);
                                    // What is not a number wins, so that it is seen at the output.
                                    var wins = V.Greater(value, greatest);
                                    greatest = V.Select(V.Equal(value, value), V.Select(wins, value, greatest), value);
                                    index = V.Select(wins, V.Broadcast(T.CreateTruncating(pair)), index);
                                }
                                V.Store(greatest, y);
                                y += V.Count;
                                if (winner != null)
                                {
                                    V.Store(index, winner);
                                    winner += V.Count;
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

internal sealed unsafe class MaxPoolBackward<T, V>(Batch<T> batch, WindowGeometry window, int channels, Slot<T> gradient, Slot<T> winners, Slot<T> inputGradient) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    private readonly TapTable _taps = TapTable.Forward(window, batch.Lanes);

    /// <summary>Whether every input lies under exactly one window, so that gradients need no summing.</summary>
    private readonly bool _tiles = window.Kernel == window.Stride && window.Padding.Equals(default)
        && Enumerable.Range(0, 3).All(axis => window.Output[axis] * window.Stride[axis] == window.Input[axis]);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int from, int to)
    {
        nint lanes = batch.Lanes;
        var extent = window.Output;
        var sums = !_tiles;
        for (var group = from; group < to; group++)
        {
            T* dy = gradient.At(group), winner = winners.At(group);
            if (sums)
            {
                new Span<T>(inputGradient.At(group), (int)inputGradient.Size).Clear();
            }
            for (var channel = 0; channel < channels; channel++)
            {
                var dx = inputGradient.At(group) + (channel * window.InputArea * lanes);
                for (var z = 0; z < extent.Depth; z++)
                {
                    for (var row = 0; row < extent.Height; row++)
                    {
                        var places = _taps.Row(z, row, out var start);
                        for (var place = 0; place < extent.Width; place++)
                        {
                            var pairs = places[place].First;
                            var count = places[place].Count;
                            for (nint lane = 0; lane < lanes; lane += V.Count)
                            {
                                var target = dx + start + places[place].Start + lane;
                                var share = V.Load(dy);
                                var index = V.Load(winner);
                                for (nint pair = 0; pair < count; pair++)
                                {
                                    var at = target + pairs[(2 * pair) + 1];
                                    var part = V.Select(V.Equal(index, V.Broadcast(T.CreateTruncating(pair))), share, V.Zero);
                                    V.Store(sums ? V.Load(at) + part : part, at);
                                }
                                dy += V.Count;
                                winner += V.Count;
                            }
                        }
                    }
                }
            }
        }
    }
}
