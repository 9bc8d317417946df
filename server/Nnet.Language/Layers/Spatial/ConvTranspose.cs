using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Spatial;

/// <summary>Transposed convolution (Zeiler et al. 2010): what a convolution's backward pass does, as a layer that enlarges space.</summary>
public sealed class ConvTranspose : Layer
{
    /// <summary>Number of output channels.</summary>
    public static readonly Argument<int> Filters = Argument.Integer("filters", "Number of output channels.", min: 1, positional: true).Also("out_channels", "channels", "num_filters", "out");

    /// <summary>Extent of the stamp.</summary>
    public static readonly Argument<ImmutableArray<int>> Kernel = Argument.PerAxis("kernel", "Extent of what each place stamps onto the result: one number, or one for each axis.", min: 1, required: true).Also("kernel_size", "filter_size");

    /// <summary>Distance of the stamps.</summary>
    public static readonly Argument<ImmutableArray<int>> Stride = Argument.PerAxis("stride", "Distance at which neighbouring places stamp; 2 doubles the size.", min: 1, @default: 1).Also("strides");

    /// <summary>Places cut off the result.</summary>
    public static readonly Argument<Padding> Padding = Spatial.Padding.Argument("padding", "Places cut off the result on every side, so that it undoes a convolution of the same padding. `same` cuts as many as leave input·stride.").Also("pad");

    /// <summary>Places added behind the result.</summary>
    public static readonly Argument<ImmutableArray<int>> OutputPadding = Argument.PerAxis("output_padding", "Places added behind the result, to choose among the sizes that a strided convolution makes equal.", min: 0, @default: 0);

    /// <summary>Distance of the places of a stamp.</summary>
    public static readonly Argument<ImmutableArray<int>> Dilation = Argument.PerAxis("dilation", "Distance of the places of a stamp.", min: 1, @default: 1).Also("dilation_rate");

    /// <summary>Parts of the channels that filters keep to.</summary>
    public static readonly Argument<int> Groups = Argument.Integer("groups", "Parts into which channels and filters are divided; filters of one part see the channels of that part alone.", 1, min: 1);

    /// <summary>Function applied to the outputs.</summary>
    public static readonly Argument<Activation?> Activation = CommonArguments.Activation;

    /// <summary>Whether a bias is added.</summary>
    public static readonly Argument<bool> Bias = Convolution.Bias;

    /// <inheritdoc/>
    public override string Name => "convtranspose";

    /// <inheritdoc/>
    public override string Summary => "Stamps a learned pattern onto a larger map for every place of its input, and adds them up.";

    /// <inheritdoc/>
    public override string? Formula => "y[f, i·stride + k·dilation − padding] += Σ_c W[c, f, k] · x[c, i]        then + b[f]";

    /// <inheritdoc/>
    public override string? Advice => "In decoders, to enlarge maps by learned means: kernel=2 stride=2 doubles them without overlap. upsample with a convolution behind it avoids the checkerboards that overlapping stamps leave.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d", "Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose", "Deconvolution", "deconv", "upconv", "conv_transpose"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Filters, Kernel, Stride, Padding, OutputPadding, Dilation, Groups, Activation, Bias, .. CommonArguments.OfWeights];

    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site)
    {
        var (filters, groups, padding) = (site.Get(Filters), site.Get(Groups), site.Get(Padding));
        if (Maps.Of(site, "enlarges space") is not { } maps
            || !Convolution.Divide(site, Groups, maps.Channels, filters)
            || maps.PerAxis(site, Kernel, site.Get(Kernel)) is not { } kernel
            || maps.PerAxis(site, Stride, site.Get(Stride)) is not { } stride
            || maps.PerAxis(site, Padding, padding.Places) is not { } places
            || maps.PerAxis(site, OutputPadding, site.Get(OutputPadding)) is not { } added
            || maps.PerAxis(site, Dilation, site.Get(Dilation)) is not { } dilation)
        {
            return null;
        }
        var extents = new long[maps.Rank];
        var arithmetic = new string[maps.Rank];
        for (var axis = 0; axis < maps.Rank; axis++)
        {
            var extent = maps.Extents[axis];
            if (padding.IsSame)
            {
                extents[axis] = (long)extent * stride[axis];
                arithmetic[axis] = $"{extent}·{stride[axis]} = {extents[axis]}";
                continue;
            }
            if (added[axis] >= Math.Max(stride[axis], dilation[axis]) && added[axis] > 0)
            {
                var greatest = Math.Max(stride[axis], dilation[axis]) - 1;
                site.Report(LayerFindings.OutputPadding, $"output_padding={added[axis]} adds more places than the stride of {stride[axis]} leaves open: a convolution that this one undoes would have given another size. It is at most {greatest} here.", OutputPadding, Fixes.SetArgument(site.Call, OutputPadding, $"{greatest}"));
                return null;
            }
            var reach = (kernel[axis] - 1L) * dilation[axis];
            extents[axis] = ((extent - 1L) * stride[axis]) - (2L * places[axis]) + reach + added[axis] + 1;
            arithmetic[axis] = $"({extent} − 1)·{stride[axis]}{(places[axis] > 0 ? $" − 2·{places[axis]}" : "")} + {(dilation[axis] == 1 ? $"{kernel[axis]}" : $"{dilation[axis]}·({kernel[axis]} − 1) + 1")}{(added[axis] > 0 ? $" + {added[axis]}" : "")} = {extents[axis]}";
            if (extents[axis] < 1)
            {
                var fitting = (extents[axis] + (2L * places[axis]) - 1) / 2;
                site.Report(LayerFindings.NothingLeft, $"{site.Call.Definition.Name} makes {extents[axis] + (2L * places[axis])} places of {extent}, and padding={places[axis]} cuts {2L * places[axis]} of them off: nothing is left.", Padding, Fixes.SetArgument(site.Call, Padding, $"{fitting}"));
                return null;
            }
        }
        var weights = new Shape([maps.Channels, filters / groups, .. kernel]);
        if (maps.With(site, filters, extents) is not { } output || !LayerLimits.Allows(site, weights))
        {
            return null;
        }
        var area = kernel.Aggregate(1L, (product, extent) => product * extent);
        // Every result is a sum over the stamps that reach it.
        var reached = kernel.Zip(stride, (extent, step) => ((long)extent + step - 1) / step).Aggregate(1L, (product, stamps) => product * stamps);
        var bias = site.Get(Bias);
        var product = $"{maps.Channels}·({(groups == 1 ? $"{filters}" : $"{filters}/{groups}")}·{string.Join('·', kernel)})";
        var weight = new Weight("weight", weights, new Initializer.Automatic(Convolution.Clip(maps.Channels / groups * reached), Convolution.Clip(filters / groups * area)));
        return new LayerFacts(new TensorType(output))
        {
            Weights = bias ? [weight, new Weight("bias", Shape.Of(filters), new Initializer.Constant(0))] : [weight],
            Macs = weights.Count * maps.Extents.Aggregate(1L, (product, extent) => product * extent),
            ParameterArithmetic = bias ? $"{product} + {filters}" : product,
            ShapeArithmetic = string.Join(", ", arithmetic.Distinct()),
        };
    }
}
