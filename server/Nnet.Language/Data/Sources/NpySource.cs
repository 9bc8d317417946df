using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Data;

/// <summary><c>npy "inputs.npy" labels="labels.npy"</c>: arrays as NumPy saves them.</summary>
public sealed class NpySource : DataSource
{
    /// <summary>The samples.</summary>
    public static readonly Argument<string> Path = Argument.Path("path", "The array of samples, relative to this file; its first axis counts them.", positional: true);

    /// <summary>What is to be predicted.</summary>
    public static readonly Argument<string> Labels = Argument.Path("labels", "The array of targets: a class or a value for each sample, or several values.");

    /// <summary>Where the channels of pictures stand.</summary>
    public static readonly Argument<string> Layout = ArrayLayout.Argument();

    /// <inheritdoc/>
    public override string Name => "npy";

    /// <inheritdoc/>
    public override string Summary => "Two arrays as NumPy saves them, samples and targets. Pictures of bytes are scaled to 0…1.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["numpy", "np.load"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Path, Labels, Layout];
}

/// <summary>Where the channels of pictures stand in an array.</summary>
internal static class ArrayLayout
{
    /// <summary>Channels behind height and width, as Keras has them.</summary>
    public const string ChannelsLast = "channels_last";

    /// <summary>The argument; every source of arrays has its own.</summary>
    public static Argument<string> Argument() => Definitions.Argument.Word("layout", "Where pictures of several channels have them: channels_first as here, channels_last as in Keras.", ["channels_first", ChannelsLast], "channels_first").Also("data_format");
}
