using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Data;

/// <summary><c>idx "images" labels="labels"</c>: the format of MNIST.</summary>
public sealed class IdxSource : DataSource
{
    /// <summary>The samples.</summary>
    public static readonly Argument<string> Path = Argument.Path("path", "The file of samples, relative to this one; .gz is unpacked.", positional: true);

    /// <summary>Their classes.</summary>
    public static readonly Argument<string> Labels = Argument.Path("labels", "The file of labels, one for each sample.");

    /// <inheritdoc/>
    public override string Name => "idx";

    /// <inheritdoc/>
    public override string Summary => "MNIST's format: one file of images, one of labels. Bytes are scaled to 0…1.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["ubyte"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Path, Labels];
}
