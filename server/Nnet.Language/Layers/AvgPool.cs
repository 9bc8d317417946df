using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers;

/// <summary>Averages the values under each window.</summary>
public sealed class AvgPool : Layer
{
    /// <summary>Extent of the window.</summary>
    public static readonly Argument<ImmutableArray<int>> Kernel = Argument.PerAxis("kernel", "Extent of the window: one number, or one for each axis.", min: 1, required: true, positional: true).Also("kernel_size", "pool_size", "size", "window");

    /// <summary>Step of the window.</summary>
    public static readonly Argument<ImmutableArray<int>> Stride = Argument.PerAxis("stride", "Step of the window; its extent when left out, so that windows do not overlap.", min: 1).Also("strides");

    /// <summary>Zeros put around the input on every side; they count in the average, as in PyTorch.</summary>
    public static readonly Argument<ImmutableArray<int>> Padding = Argument.PerAxis("padding", "Zeros put around the input on every side; they count in the average, as in PyTorch.", min: 0, @default: 0).Also("pad");

    /// <inheritdoc/>
    public override string Name => "avgpool";

    /// <inheritdoc/>
    public override string Summary => "Averages the values under each window.";

    /// <inheritdoc/>
    public override string? Formula => "y[c, i] = mean_k x[c, i·stride + k − padding]";

    /// <inheritdoc/>
    public override string? Advice => "Shrinks maps smoothly; the choice of LeNet-5. maxpool keeps edges sharper.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["AvgPool1d", "AvgPool2d", "AveragePooling1D", "AveragePooling2D", "avg_pool", "mean_pool"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Kernel, Stride, Padding];

    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site)
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
