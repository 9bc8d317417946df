using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Layers.Structure;

/// <summary>Makes the line above, or the lines of the given labels, outputs of the model beside its last line.</summary>
public sealed class Output : Structure
{
    /// <summary>The lines whose values are returned; none means the line above.</summary>
    public static readonly Argument<ImmutableArray<int>> Labels = Argument.Edges("labels", "Labels of lines above; left out, the line above.", positional: true);

    /// <inheritdoc/>
    public override string Name => "output";

    /// <inheritdoc/>
    public override string Summary => "Makes the line above, or the lines of the given labels, outputs of the model beside its last line.";

    /// <inheritdoc/>
    public override string? Advice => "For auxiliary heads and models with several answers. The last line of a model is always its main output and needs no such line.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["outputs", "return"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Labels];
}
