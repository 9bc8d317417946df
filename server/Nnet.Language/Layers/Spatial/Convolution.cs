using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Sequences;

namespace Nnet.Language.Layers.Spatial;

/// <summary>A layer that slides learned filters over space, each over some of the channels.</summary>
public abstract class Convolution : Layer
{
    /// <summary>Extent of the window.</summary>
    public static readonly Argument<ImmutableArray<int>> Kernel = Argument.PerAxis("kernel", "Extent of the window: one number, or one for each axis.", min: 1, required: true).Also("kernel_size", "filter_size", "kernel_shape");

    /// <summary>Step of the window.</summary>
    public static readonly Argument<ImmutableArray<int>> Stride = Argument.PerAxis("stride", "Step of the window; 2 halves the size.", min: 1, @default: 1).Also("strides");

    /// <summary>Zeros around the input.</summary>
    public static readonly Argument<Padding> Padding = Spatial.Padding.Argument("padding", "Zeros put around the input on every side; (kernel − 1)/2 keeps the size. `same` puts as many as give ⌈input/stride⌉, `valid` none.").Also("pad");

    /// <summary>Distance of the places under the window.</summary>
    public static readonly Argument<ImmutableArray<int>> Dilation = Argument.PerAxis("dilation", "Distance of the places under the window: 2 leaves one out between two, and sees twice as far with as many weights.", min: 1, @default: 1).Also("dilation_rate", "rate");

    /// <summary>Function applied to the outputs.</summary>
    public static readonly Argument<Activation?> Activation = CommonArguments.Activation;

    /// <summary>Whether a bias is added.</summary>
    public static readonly Argument<bool> Bias = Argument.Flag("bias", "Whether a learned constant is added to each output channel; pointless before batchnorm.", true).Also("use_bias");

    private static readonly WindowArguments s_window = new(Kernel, Stride, Padding, Dilation, Ceil: null);

    /// <summary>What <paramref name="filters"/> filters make of the input.</summary>
    /// <param name="site">The layer in its place.</param>
    /// <param name="maps">Its input.</param>
    /// <param name="filters">Number of output channels.</param>
    /// <param name="groups">Parts of the channels, each with as many filters of its own; it divides both.</param>
    private protected static LayerFacts? Convolve(LayerSite site, Maps maps, int filters, int groups)
    {
        if (!SequenceInput.HasQuantities(site) || Window.Place(site, maps, s_window) is not { } window || maps.With(site, filters, window.Output) is not { } output)
        {
            return null;
        }
        var inputs = maps.Channels / groups;
        var axes = new int[window.Axes.Length + 2];
        (axes[0], axes[1]) = (filters, inputs);
        for (var i = 2; i < axes.Length; i++)
        {
            axes[i] = window.Axes[i - 2].Kernel;
        }
        var kernel = Shape.Of(axes);
        if (!LayerLimits.Allows(site, kernel))
        {
            return null;
        }
        var bias = site.Get(Bias);
        var product = $"{filters}·({(groups == 1 || inputs == 1 ? inputs : $"{maps.Channels}/{groups}")}·{Shape.Join('·', axes.AsSpan(2))})";
        var weight = new Weight("weight", kernel, new Initializer.Automatic(Clip(inputs * window.Area), Clip(filters / groups * window.Area)));
        return new LayerFacts(new TensorType(output))
        {
            Weights = bias ? [weight, new Weight("bias", Shape.Of(filters), new Initializer.Constant(0))] : [weight],
            Macs = inputs * window.Area * output.Count,
            ParameterArithmetic = bias ? $"{product} + {filters}" : product,
            ShapeArithmetic = window.Arithmetic,
            Window = window,
        };
    }

    /// <summary>Whether groups divide channels and filters alike; reports it if not.</summary>
    internal static bool Divide(LayerSite site, Argument<int> groups, int channels, int filters)
    {
        var given = site.Get(groups);
        if (channels % given == 0 && filters % given == 0)
        {
            return true;
        }
        var failing = string.Join(" and ", new[] { (channels, "input channels"), (filters, "filters") }.Where(pair => pair.Item1 % given != 0).Select(pair => $"{pair.Item1} {pair.Item2}"));
        Divisors.Report(site, groups, given, $"{site.Call.Definition.Name} cannot part {failing} into {given} equal groups.", channels, filters);
        return false;
    }

    /// <summary>A count as an int; what is larger is refused elsewhere.</summary>
    internal static int Clip(long count) => (int)Math.Min(int.MaxValue, count);
}
