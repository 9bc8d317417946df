using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;

namespace Nnet.Language.Layers.Spatial;

/// <summary>A window that slides over the spatial axes of its input: what convolution and pooling have in common.</summary>
/// <param name="Axes">How it lies along each spatial axis, outermost first.</param>
public sealed record Window(ImmutableArray<WindowAxis> Axes)
{
    /// <summary>Number of elements under the window, in one channel.</summary>
    public long Area
    {
        get
        {
            var area = 1L;
            foreach (var axis in Axes)
            {
                area *= axis.Kernel;
            }
            return area;
        }
    }

    /// <summary>The arithmetic of the output's extent, one term for each axis that differs.</summary>
    public string Arithmetic => string.Join(", ", Axes.Select(axis => axis.Arithmetic).Distinct());

    /// <summary>Extent of the result along each spatial axis.</summary>
    internal ReadOnlySpan<long> Output
    {
        get
        {
            var extents = new long[Axes.Length];
            for (var i = 0; i < extents.Length; i++)
            {
                extents[i] = Axes[i].Output;
            }
            return extents;
        }
    }

    /// <summary>Places the window, or reports at the layer why it does not fit and returns null.</summary>
    /// <param name="site">The layer in its place.</param>
    /// <param name="maps">Its input.</param>
    /// <param name="arguments">The arguments that say how the window lies.</param>
    internal static Window? Place(LayerSite site, Maps maps, WindowArguments arguments)
    {
        var padding = site.Get(arguments.Padding);
        if (maps.PerAxis(site, arguments.Kernel, site.Get(arguments.Kernel)) is not { } kernel
            || (site.Get(arguments.Stride) is { IsEmpty: false } given ? maps.PerAxis(site, arguments.Stride, given) : kernel) is not { } stride
            || maps.PerAxis(site, arguments.Padding, padding.Places) is not { } places
            || (arguments.Dilation is null ? maps.PerAxis(site, arguments.Kernel, [1]) : maps.PerAxis(site, arguments.Dilation, site.Get(arguments.Dilation))) is not { } dilation)
        {
            return null;
        }
        var ceil = arguments.Ceil is not null && site.Get(arguments.Ceil);
        var axes = ImmutableArray.CreateBuilder<WindowAxis>(maps.Rank);
        for (var i = 0; i < maps.Rank; i++)
        {
            var axis = new WindowAxis(maps.Extents[i], kernel[i], stride[i], dilation[i], places[i], places[i], padding.IsSame, ceil);
            if (axis.Output < 1)
            {
                ReportTooLarge(site, maps, arguments, kernel, axis);
                return null;
            }
            axes.Add(axis);
        }
        return new Window(axes.MoveToImmutable());
    }

    private static void ReportTooLarge(LayerSite site, Maps maps, WindowArguments arguments, ImmutableArray<int> kernel, WindowAxis axis)
    {
        // `input 28x28x1`, as Keras has it
        if (site.Before.FirstOrDefault() is { Layer: Input } input && site.Input.Shape is { IsSequence: false, Axes: [var high, var wide, <= 4 and var channels] } && high == wide && high > channels)
        {
            var shape = $"{channels}x{high}x{wide}";
            site.Report(LayerFindings.WindowTooLarge, $"{site.Input.Shape} is read as {high} channels of {wide}×{channels} places. Channels come first here: `input {shape}`.", arguments.Kernel,
                [Fixes.Replace($"Change the input to {shape}", input.Call.SpanOf(Input.Shape), shape)]);
            return;
        }
        var name = site.Call.Definition.Name;
        var window = string.Join('×', kernel) + (axis.Dilation > 1 ? $", which dilation={axis.Dilation} spreads over {axis.Reach} places," : "");
        var around = axis.Before > 0 ? $" with {axis.Before} zeros around" : "";
        var shortfall = (axis.Reach - axis.Input + 1) / 2;
        var fixes = ImmutableArray.CreateBuilder<Fix>();
        if (axis.Dilation == 1)
        {
            fixes.Add(Fixes.SetArgument(site.Call, arguments.Kernel, $"{Math.Min(axis.Kernel, maps.Extents.Min())}"));
        }
        // Padding of a pool may not exceed half its window, or a window could lie in zeros alone.
        if (!arguments.IsPool || shortfall * 2 <= kernel.Min())
        {
            fixes.Add(Fixes.SetArgument(site.Call, arguments.Padding, $"{shortfall}"));
        }
        site.Report(
            LayerFindings.WindowTooLarge,
            $"The window of {name} is {window}{(window.EndsWith(',') ? "" : ",")} but its input is only {maps}{around}: nothing is left to slide over. Pad it, take a smaller window, or pool less before.",
            arguments.Kernel,
            fixes.ToImmutable());
    }
}

/// <summary>The arguments of a layer that say how its window lies.</summary>
/// <param name="Kernel">Extent of the window.</param>
/// <param name="Stride">Its step; empty means its extent.</param>
/// <param name="Padding">What is put around the input.</param>
/// <param name="Dilation">Distance of the places under the window, or null where it is always 1.</param>
/// <param name="Ceil">Whether a last window that begins inside counts though it ends outside; null where it never does.</param>
internal sealed record WindowArguments(Argument<ImmutableArray<int>> Kernel, Argument<ImmutableArray<int>> Stride, Argument<Padding> Padding, Argument<ImmutableArray<int>>? Dilation, Argument<bool>? Ceil)
{
    /// <summary>Whether windows must not lie in padding alone.</summary>
    public bool IsPool => Ceil is not null;
}

/// <summary>How a window lies along one spatial axis.</summary>
public sealed record WindowAxis
{
    /// <summary>Places a window along an axis.</summary>
    /// <param name="input">Extent of the input.</param>
    /// <param name="kernel">Places under the window.</param>
    /// <param name="stride">Step of the window.</param>
    /// <param name="dilation">Distance of the places under the window.</param>
    /// <param name="before">Padding before the input.</param>
    /// <param name="after">Padding behind it.</param>
    /// <param name="same">Whether padding is chosen so that the output is ⌈input / stride⌉, whatever is given.</param>
    /// <param name="ceil">Whether a last window that begins inside counts though it ends outside.</param>
    internal WindowAxis(int input, int kernel, int stride, int dilation, int before, int after, bool same, bool ceil)
    {
        (Input, Kernel, Stride, Dilation) = (input, kernel, stride, dilation);
        if (same)
        {
            Output = (int)(((long)input + stride - 1) / stride);
            var missing = Math.Max(0, ((Output - 1L) * stride) + Reach - input);
            (Before, After) = ((int)Math.Min(int.MaxValue, missing / 2), (int)Math.Min(int.MaxValue, missing - (missing / 2)));
            Arithmetic = stride == 1 ? $"{input} stays {Output}" : $"⌈{input}/{stride}⌉ = {Output}";
            return;
        }
        (Before, After) = (before, after);
        var room = (long)input + before + after - Reach;
        if (room + (ceil ? stride - 1 : 0) < 0)
        {
            Arithmetic = "";
            return;
        }
        var steps = ceil ? (room + stride - 1) / stride : room / stride;
        // PyTorch's rule: a window that begins behind the input (in its padding, or beyond) sees nothing and does not count.
        var beyond = ceil && steps * stride >= (long)input + before;
        Output = (int)(steps + (beyond ? 0 : 1));
        var extent = dilation == 1 ? $"{kernel}" : $"{dilation}·({kernel} − 1) − 1";
        var sum = $"{input}{(before == 0 ? "" : $" + 2·{before}")} − {extent}";
        var quotient = stride == 1 ? sum : ceil ? $"⌈({sum})/{stride}⌉" : $"⌊({sum})/{stride}⌋";
        Arithmetic = $"{quotient}{(beyond ? "" : " + 1")} = {Output}{(beyond ? ", the last window would begin behind the input" : "")}";
    }

    /// <summary>Extent of the input.</summary>
    public int Input { get; }

    /// <summary>Places under the window.</summary>
    public int Kernel { get; }

    /// <summary>Step of the window.</summary>
    public int Stride { get; }

    /// <summary>Distance of the places under the window.</summary>
    public int Dilation { get; }

    /// <summary>Padding before the input.</summary>
    public int Before { get; }

    /// <summary>Padding behind the input.</summary>
    public int After { get; }

    /// <summary>Extent of the result; 0 when the window does not fit once.</summary>
    public int Output { get; }

    /// <summary>How the result's extent comes about: <c>⌊(28 + 2·2 − 5)/2⌋ + 1 = 14</c>.</summary>
    public string Arithmetic { get; }

    /// <summary>Places from the first under the window to the last, both counted.</summary>
    public long Reach => ((Kernel - 1L) * Dilation) + 1;
}
