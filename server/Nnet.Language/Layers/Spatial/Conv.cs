using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Spatial;

/// <summary>Convolution (as in all of deep learning, cross-correlation) over one or two spatial axes.</summary>
public sealed class Conv : Layer
{
    /// <summary>Number of output channels.</summary>
    public static readonly Argument<int> Filters = Argument.Integer("filters", "Number of filters, that is of output channels.", min: 1, positional: true).Also("out_channels", "channels", "num_filters");

    /// <summary>Extent of the window.</summary>
    public static readonly Argument<ImmutableArray<int>> Kernel = Argument.PerAxis("kernel", "Extent of the window: one number, or one for each axis.", min: 1, required: true).Also("kernel_size", "filter_size");

    /// <summary>Step of the window.</summary>
    public static readonly Argument<ImmutableArray<int>> Stride = Argument.PerAxis("stride", "Step of the window.", min: 1, @default: 1).Also("strides");

    /// <summary>Zeros around the input.</summary>
    public static readonly Argument<ImmutableArray<int>> Padding = Argument.PerAxis("padding", "Zeros put around the input on every side; (kernel − 1)/2 keeps the size.", min: 0, @default: 0).Also("pad");

    /// <summary>Function applied to the outputs.</summary>
    public static readonly Argument<Activation?> Activation = CommonArguments.Activation;

    /// <summary>Whether a bias is added.</summary>
    public static readonly Argument<bool> Bias = Argument.Flag("bias", "Whether a learned constant is added to each output channel; pointless before batchnorm.", true).Also("use_bias");

    /// <inheritdoc/>
    public override string Name => "conv";

    /// <inheritdoc/>
    public override string Summary => "Slides learned filters over space; each gives one output channel.";

    /// <inheritdoc/>
    public override string? Formula => "y[f, i] = b[f] + Σ_c Σ_k W[f, c, k] · x[c, i·stride + k − padding]";

    /// <inheritdoc/>
    public override string? Advice => "For images and signals: it shares its weights over all places. 3×3 with padding=1 keeps the size; stride=2 halves it.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["Conv1d", "Conv2d", "Conv1D", "Conv2D", "Convolution", "Convolution2D"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Filters, Kernel, Stride, Padding, Activation, Bias, .. CommonArguments.OfWeights];

    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site)
    {
        if (Window.Place(site, Kernel, Stride, Padding, defaultStride: 1) is not { } window)
        {
            return null;
        }
        var (channels, filters) = (site.Input.Shape[0], site.Get(Filters));
        var output = window.WithChannels(filters);
        var kernel = new Shape([filters, channels, .. window.Kernel]);
        if (!LayerLimits.Allows(site, output) || !LayerLimits.Allows(site, kernel))
        {
            return null;
        }
        var fanIn = (int)Math.Min(int.MaxValue, channels * window.Area);
        var weight = new Weight("weight", kernel, new Initializer.Automatic(fanIn, (int)Math.Min(int.MaxValue, filters * window.Area)));
        var bias = site.Get(Bias);
        var product = $"{filters}·({channels}·{string.Join('·', window.Kernel)})";
        return new LayerFacts(new TensorType(output))
        {
            Weights = bias ? [weight, new Weight("bias", Shape.Of(filters), new Initializer.Constant(0))] : [weight],
            Macs = channels * window.Area * output.Count,
            ParameterArithmetic = bias ? $"{product} + {filters}" : product,
            ShapeArithmetic = window.Arithmetic(site.Input.Shape),
        };
    }
}
