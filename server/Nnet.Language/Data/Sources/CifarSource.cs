using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Data;

/// <summary><c>cifar "cifar-10-batches-bin"</c>: the binary files of CIFAR-10 and CIFAR-100.</summary>
public sealed class CifarSource : DataSource
{
    /// <summary>The file or folder.</summary>
    public static readonly Argument<string> Path = Argument.Path("path", "A .bin file, or the folder with all of them: its test file stays the test part.", positional: true);

    /// <summary>Which labels of CIFAR-100.</summary>
    public static readonly Argument<string> Labels = Argument.Word("labels", "Which labels of CIFAR-100: 100 fine classes or 20 coarse ones.", ["fine", "coarse"], "fine").Also("label_mode");

    /// <inheritdoc/>
    public override string Name => "cifar";

    /// <inheritdoc/>
    public override string Summary => "The binary files of CIFAR-10 or CIFAR-100: pictures of 3x32x32, scaled to 0…1.";

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Path, Labels];
}
