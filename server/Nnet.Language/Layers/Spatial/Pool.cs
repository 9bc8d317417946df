using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Spatial;

/// <summary>A layer that shrinks space by looking through a window, channel by channel.</summary>
public abstract class Pool : Layer
{
    /// <summary>Extent of the window.</summary>
    public static readonly Argument<ImmutableArray<int>> Kernel = Argument.PerAxis("kernel", "Extent of the window: one number, or one for each axis.", min: 1, required: true, positional: true).Also("kernel_size", "pool_size", "size", "window");

    /// <summary>Step of the window.</summary>
    public static readonly Argument<ImmutableArray<int>> Stride = Argument.PerAxis("stride", "Step of the window; its extent when left out, so that windows do not overlap.", min: 1).Also("strides");

    /// <summary>Places put around the input on every side.</summary>
    public static readonly Argument<ImmutableArray<int>> Padding = Argument.PerAxis("padding", "Places put around the input on every side: a maximum ignores them, an average counts them as zeros, as in PyTorch.", min: 0, @default: 0).Also("pad");

    /// <inheritdoc/>
    public sealed override ImmutableArray<Argument> Arguments => [Kernel, Stride, Padding];

    /// <inheritdoc/>
    public sealed override LayerFacts? Infer(LayerSite site)
    {
        if (Window.Place(site, Kernel, Stride, Padding, defaultStride: null) is not { } window)
        {
            return null;
        }
        if (!window.PoolPaddingFits(site, Padding))
        {
            return null;
        }
        return new LayerFacts(new TensorType(window.WithChannels(site.Input.Shape[0]), site.Input.Domain))
        {
            ShapeArithmetic = window.Arithmetic(site.Input.Shape),
        };
    }
}
