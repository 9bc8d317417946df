using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;

namespace Nnet.Engine.Layers.Maps;

/// <summary>
/// The greatest of the places that a matrix lists, channel by channel; its weights do not matter. Kept is which entry of the list
/// it was (the first of equals), so that backward gives the whole gradient to that place.
/// </summary>
internal static class PlaceMaximum
{
    /// <summary>Adds a layer's forward and backward instructions.</summary>
    public static void Add<T, V>(LayerSite<T, V> site, AxisMap[] axes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        var (from, to) = (MapLayout.Of(site.InputShape, site.Lanes), MapLayout.Of(site.OutputShape, site.Lanes));
        var matrix = PlaceMatrix<T>.Of(axes, from.PlaceStep);
        if (site.InputGradient is not { } inputGradient)
        {
            site.Forward(new MaximumForward<T, V>(site.Batch, matrix, from, to, site.Input, site.Output, null), [site.Input], [site.Output]);
            return;
        }
        var winners = new Slot<T>(site.Output.Size);
        site.Forward(new MaximumForward<T, V>(site.Batch, matrix, from, to, site.Input, site.Output, winners), [site.Input], [site.Output, winners]);
        site.Backward(new MaximumBackward<T, V>(site.Batch, matrix, from, to, site.OutputGradient!, winners, inputGradient), [site.OutputGradient!, winners], [inputGradient]);
    }
}

internal sealed unsafe class MaximumForward<T, V>(Batch<T> batch, PlaceMatrix<T> matrix, MapLayout from, MapLayout to, Slot<T> input, Slot<T> output, Slot<T>? winners) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public PlaceMatrix<T> Matrix => matrix;

    public MapLayout From => from;

    public MapLayout To => to;

    public Slot<T> Input => input;

    public Slot<T> Output => output;

    public Slot<T>? Winners => winners;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int fromGroup, int toGroup)
    {
        nint lanes = batch.Lanes;
        for (var group = fromGroup; group < toGroup; group++)
        {
            for (var channel = 0; channel < to.Channels; channel++)
            {
                var x = input.At(group) + (channel * from.ChannelStep);
                var first = channel * to.ChannelStep;
                for (var place = 0; place < matrix.Rows; place++, first += to.PlaceStep)
                {
                    var entries = matrix.Offsets + matrix.Begins[place];
                    var count = matrix.Begins[place + 1] - matrix.Begins[place];
                    for (nint lane = 0; lane < lanes; lane += V.Count)
                    {
                        var greatest = V.Load(x + entries[0] + lane);
                        var index = V.Zero;
                        for (var entry = 1; entry < count; entry++)
                        {
                            var value = V.Load(x + entries[entry] + lane);
                            // What is not a number wins, so that it is seen at the output.
                            var wins = V.Greater(value, greatest);
                            greatest = V.Select(V.Equal(value, value), V.Select(wins, value, greatest), value);
                            index = V.Select(wins, V.Broadcast(T.CreateTruncating(entry)), index);
                        }
                        V.Store(greatest, output.At(group) + first + lane);
                        if (winners is not null)
                        {
                            V.Store(index, winners.At(group) + first + lane);
                        }
                    }
                }
            }
        }
    }
}

internal sealed unsafe class MaximumBackward<T, V>(Batch<T> batch, PlaceMatrix<T> matrix, MapLayout from, MapLayout to, Slot<T> gradient, Slot<T> winners, Slot<T> inputGradient) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public PlaceMatrix<T> Matrix => matrix;

    public MapLayout From => from;

    public MapLayout To => to;

    public Slot<T> Gradient => gradient;

    public Slot<T> Winners => winners;

    public Slot<T> InputGradient => inputGradient;

    /// <summary>Whether every input lies under exactly one window, so that gradients need no summing.</summary>
    private readonly bool _tiles = matrix.IsPartition;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int fromGroup, int toGroup)
    {
        nint lanes = batch.Lanes;
        var sums = !_tiles;
        for (var group = fromGroup; group < toGroup; group++)
        {
            if (sums)
            {
                new Span<T>(inputGradient.At(group), (int)inputGradient.Size).Clear();
            }
            for (var channel = 0; channel < to.Channels; channel++)
            {
                var dx = inputGradient.At(group) + (channel * from.ChannelStep);
                var first = channel * to.ChannelStep;
                for (var place = 0; place < matrix.Rows; place++, first += to.PlaceStep)
                {
                    var entries = matrix.Offsets + matrix.Begins[place];
                    var count = matrix.Begins[place + 1] - matrix.Begins[place];
                    for (nint lane = 0; lane < lanes; lane += V.Count)
                    {
                        var share = V.Load(gradient.At(group) + first + lane);
                        var index = V.Load(winners.At(group) + first + lane);
                        for (var entry = 0; entry < count; entry++)
                        {
                            var target = dx + entries[entry] + lane;
                            var part = V.Select(V.Equal(index, V.Broadcast(T.CreateTruncating(entry))), share, V.Zero);
                            V.Store(sums ? V.Load(target) + part : part, target);
                        }
                    }
                }
            }
        }
    }
}
