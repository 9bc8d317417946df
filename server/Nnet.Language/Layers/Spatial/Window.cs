using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Spatial;

/// <summary>A window that slides over the spatial axes of its input: what convolution and pooling have in common.</summary>
/// <param name="Kernel">Extent of the window along each spatial axis.</param>
/// <param name="Stride">Step of the window along each spatial axis.</param>
/// <param name="Padding">Zeros put before and behind each spatial axis.</param>
/// <param name="Output">Extent of the result along each spatial axis.</param>
public sealed record Window(ImmutableArray<int> Kernel, ImmutableArray<int> Stride, ImmutableArray<int> Padding, ImmutableArray<int> Output)
{
    /// <summary>Number of elements under the window, in one channel.</summary>
    public long Area => Kernel.Aggregate(1L, (product, extent) => product * extent);

    /// <summary>The arithmetic of the output's extent, one term for each axis that differs.</summary>
    /// <param name="input">The input's shape, channels first.</param>
    public string Arithmetic(Shape input) => string.Join(", ", Enumerable.Range(0, Kernel.Length)
        .Select(axis => $"⌊({input[axis + 1]} + 2·{Padding[axis]} − {Kernel[axis]})/{Stride[axis]}⌋ + 1 = {Output[axis]}")
        .Distinct());

    /// <summary>Places the window, or reports at the layer why it does not fit and returns null.</summary>
    /// <param name="site">The layer in its place; its input is channels first, with one, two or three spatial axes.</param>
    /// <param name="kernel">The argument that gives the window's extent.</param>
    /// <param name="stride">The argument that gives its step; empty means <paramref name="defaultStride"/>.</param>
    /// <param name="padding">The argument that gives the zeros around.</param>
    /// <param name="defaultStride">Step where none is given: 1 for convolution, null for the kernel's extent, as pooling has it.</param>
    internal static Window? Place(LayerSite site, Argument<ImmutableArray<int>> kernel, Argument<ImmutableArray<int>> stride, Argument<ImmutableArray<int>> padding, int? defaultStride)
    {
        var name = site.Call.Definition.Name;
        var input = site.Input.Shape;
        if (input.Rank is < 2 or > 4)
        {
            site.Report(LayerFindings.NeedsSpace, $"{name} slides a window over space, so it needs channels and one to three axes behind them such as 3×32×32, but it gets {(input.Rank == 1 ? $"a vector of {input}" : input)}.");
            return null;
        }
        var rank = input.Rank - 1;
        if (PerAxis(kernel, null) is not { } extents || PerAxis(stride, defaultStride is { } one ? [.. Enumerable.Repeat(one, rank)] : extents) is not { } steps || PerAxis(padding, null) is not { } zeros)
        {
            return null;
        }
        var output = new int[rank];
        for (var axis = 0; axis < rank; axis++)
        {
            var padded = input[axis + 1] + (2L * zeros[axis]);
            if (extents[axis] > padded)
            {
                var shortfall = (extents[axis] - input[axis + 1] + 1) / 2;
                site.Report(
                    LayerFindings.WindowTooLarge,
                    $"The window of {name} is {string.Join('×', extents)}, but its input is only {input}{(zeros[axis] > 0 ? $" with {zeros[axis]} zeros around" : "")}: nothing is left to slide over. Pad it, take a smaller window, or pool less before.",
                    kernel,
                    [Fixes.SetArgument(site.Call, kernel, $"{Math.Min(extents[axis], input.Axes.Skip(1).Min())}"), .. MayPad(shortfall) ? [Fixes.SetArgument(site.Call, padding, $"{shortfall}")] : Array.Empty<Fix>()]);
                return null;
            }
            output[axis] = (int)(((padded - extents[axis]) / steps[axis]) + 1);
        }
        return new Window(extents, steps, zeros, [.. output]);

        // Padding of a pool may not exceed half its window, or a window could lie in zeros alone.
        bool MayPad(int zeros) => defaultStride is not null || zeros * 2 <= site.Get(kernel).Min();

        ImmutableArray<int>? PerAxis(Argument<ImmutableArray<int>> argument, ImmutableArray<int>? missing)
        {
            var given = site.Get(argument);
            if (given.Length == rank)
            {
                return given;
            }
            if (given.Length == 1)
            {
                return [.. Enumerable.Repeat(given[0], rank)];
            }
            if (given.IsEmpty && missing is not null)
            {
                return missing;
            }
            site.Report(LayerFindings.AxisCount, $"{argument.Name} gives {given.Length} values, but the input {input} has {rank} spatial {(rank == 1 ? "axis" : "axes")} behind its channels.", argument);
            return null;
        }
    }

    /// <summary>Whether no window can lie in padding alone; reports it at the pool if one can.</summary>
    internal bool PoolPaddingFits(LayerSite site, Argument<ImmutableArray<int>> padding)
    {
        for (var axis = 0; axis < Kernel.Length; axis++)
        {
            if (Padding[axis] * 2 > Kernel[axis])
            {
                site.Report(
                    LayerFindings.PoolPadding,
                    $"{site.Call.Definition.Name} pads {Padding[axis]} on each side of a window of {Kernel[axis]}: some windows would see padding alone. At most half the window, {Kernel[axis] / 2}, makes sense.",
                    padding,
                    Fixes.SetArgument(site.Call, padding, $"{Kernel[axis] / 2}"));
                return false;
            }
        }
        return true;
    }

    /// <summary>The shape of the result with <paramref name="channels"/> channels.</summary>
    internal Shape WithChannels(int channels) => new([channels, .. Output]);
}
