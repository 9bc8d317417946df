using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Layers.Structure;

/// <summary>Goes on from a line above: the next line is fed by the line of that label.</summary>
public sealed class From : Structure
{
    /// <summary>The line to go on from.</summary>
    public static readonly Argument<ImmutableArray<int>> Label = Argument.Edges("label", "Label of a line above.", positional: true, required: true);

    /// <inheritdoc/>
    public override string Name => "from";

    /// <inheritdoc/>
    public override string Summary => "Goes on from a line above: the next line is fed by the line of that label.";

    /// <inheritdoc/>
    public override string? Advice => "For a second head, or a decoder that begins at another input.";

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Label];
}
