using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Spatial;

/// <summary>A layer that shrinks space by looking through a window, channel by channel.</summary>
public abstract class Pool : Layer
{
    /// <summary>Extent of the window.</summary>
    public static readonly Argument<ImmutableArray<int>> Kernel = Argument.PerAxis("kernel", "Extent of the window: one number, or one for each axis.", min: 1, required: true, positional: true).Also("kernel_size", "pool_size", "kernel_shape", "size", "window");

    /// <summary>Step of the window.</summary>
    public static readonly Argument<ImmutableArray<int>> Stride = Argument.PerAxis("stride", "Step of the window; its extent when left out, so that windows do not overlap.", min: 1).Also("strides");

    /// <summary>Places around the input.</summary>
    public static readonly Argument<Padding> Padding = Spatial.Padding.Argument("padding", "Places put around the input on every side: a maximum ignores them, an average counts them as zeros, as in PyTorch. `same` puts as many as give ⌈input/stride⌉, `valid` none.").Also("pad");

    /// <summary>Whether a last window counts that ends outside.</summary>
    public static readonly Argument<bool> Ceil = Argument.Flag("ceil", "Whether a last window counts that begins inside the input and ends outside of it, so that no row is left out.", false).Also("ceil_mode");

    /// <summary>Distance of the places under the window, or null where it is always 1.</summary>
    private protected virtual Argument<ImmutableArray<int>>? Spread => null;

    /// <inheritdoc/>
    public sealed override LayerFacts? Infer(LayerSite site)
    {
        if (Maps.Of(site, "slides a window over space") is not { } maps
            || Window.Place(site, maps, new WindowArguments(Kernel, Stride, Padding, Spread, Ceil)) is not { } window
            || !PaddingFits(site, window)
            || maps.With(site, maps.Channels, window.Output) is not { } output)
        {
            return null;
        }
        return new LayerFacts(new TensorType(output, Range(site, window)))
        {
            ShapeArithmetic = window.Arithmetic,
            Window = window,
        };
    }

    /// <summary>What values it gives.</summary>
    private protected virtual Domain Range(LayerSite site, Window window) => site.Input.Domain;

    // No window may lie in padding alone.
    private static bool PaddingFits(LayerSite site, Window window)
    {
        var name = site.Call.Definition.Name;
        foreach (var axis in window.Axes)
        {
            if (axis.Before * 2L > axis.Reach)
            {
                site.Report(
                    LayerFindings.PoolPadding,
                    $"{name} pads {axis.Before} on each side of a window of {axis.Reach}: some windows would see padding alone. At most half the window, {axis.Reach / 2}, makes sense.",
                    Padding,
                    Fixes.SetArgument(site.Call, Padding, $"{axis.Reach / 2}"));
                return false;
            }
            if (axis.Dilation > axis.Input && axis.Before + (long)axis.After > 0)
            {
                site.Report(LayerFindings.PoolPadding, $"The places under the window of {name} lie {axis.Dilation} apart, more than the {axis.Input} places of its input: some windows would see padding alone.", Padding);
                return false;
            }
        }
        return true;
    }
}
