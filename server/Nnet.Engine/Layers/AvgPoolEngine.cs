using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Windows;
using Nnet.Language.Layers.Spatial;

namespace Nnet.Engine.Layers;

/// <summary>The sum under each window over the window's area, padding counted as zeros; backward, each place gets its windows' shares.</summary>
public sealed class AvgPoolEngine : LayerEngine<AvgPool>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples =>
    [
        LayerSample.Of<AvgPool>(2, 4, 6).With(AvgPool.Kernel, [2]),
        LayerSample.Of<AvgPool>(2, 5, 5).With(AvgPool.Kernel, [3]).With(AvgPool.Stride, [2]).With(AvgPool.Padding, Padding.Of(1)),
        LayerSample.Of<AvgPool>(3, 7).With(AvgPool.Kernel, [3]).With(AvgPool.Stride, [1]),
    ];

    /// <inheritdoc/>
    public override string? Refuses(Language.Graph.Node node)
    {
        var axes = node.Facts!.Window!.Axes;
        return !node.Get(AvgPool.CountsPadding) && axes.Any(axis => axis.Before > 0 || axis.After > 0) ? "avgpool with count_include_pad=false"
            : axes.Any(axis => ((axis.Output - 1L) * axis.Stride) + axis.Reach > (long)axis.Input + axis.Before + axis.After) ? "avgpool with ceil=true where its last window ends outside"
            : null;
    }

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
        var node = site.Node;
        var window = WindowGeometry.Of(node.Facts!.Window!);
        var channels = site.InputShape[0];
        site.Forward(new WindowSum<T, V>(site.Batch, TapTable.Forward(window, site.Lanes), window.Input, window.Output, channels, 1.0 / window.Area, site.Input, site.Output), [site.Input], [site.Output]);
        if (site.InputGradient is { } inputGradient)
        {
            site.Backward(new WindowSum<T, V>(site.Batch, TapTable.Backward(window, site.Lanes), window.Output, window.Input, channels, 1.0 / window.Area, site.OutputGradient!, inputGradient), [site.OutputGradient!], [inputGradient]);
        }
    }
}

/// <summary>Sums what each place's list names, times a constant.</summary>
internal sealed unsafe class WindowSum<T, V>(Batch<T> batch, TapTable taps, Axes sourceExtent, Axes extent, int channels, double scale, Slot<T> source, Slot<T> result) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int from, int to)
    {
        nint lanes = batch.Lanes;
        var factor = V.Constant(scale);
        for (var group = from; group < to; group++)
        {
            var y = result.At(group);
            for (var channel = 0; channel < channels; channel++)
            {
                var x = source.At(group) + (channel * sourceExtent.Product * lanes);
                for (var z = 0; z < extent.Depth; z++)
                {
                    for (var row = 0; row < extent.Height; row++)
                    {
                        var places = taps.Row(z, row, out var start);
                        for (var place = 0; place < extent.Width; place++)
                        {
                            var pairs = places[place].First;
                            var count = places[place].Count;
                            for (nint lane = 0; lane < lanes; lane += V.Count)
                            {
                                var sum = V.Zero;
                                for (nint pair = 0; pair < count; pair++)
                                {
                                    sum += V.Load(x + start + places[place].Start + lane + pairs[(2 * pair) + 1]);
                                }
                                V.Store(sum * factor, y);
                                y += V.Count;
                            }
                        }
                    }
                }
            }
        }
    }
}
