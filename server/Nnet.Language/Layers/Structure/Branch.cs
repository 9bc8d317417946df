using System.Collections.Immutable;

namespace Nnet.Language.Layers.Structure;

/// <summary>A way of its own from where it begins: one branch of add, concat or multiply.</summary>
public sealed class Branch : Structure
{
    /// <inheritdoc/>
    public override string Name => "path";

    /// <inheritdoc/>
    public override string Summary => "A way of its own from where it begins: one branch of add, concat or multiply.";

    /// <inheritdoc/>
    public override string? Advice => "Behind `when`, a path whose condition does not hold lets its input through. On a line of its own it is a side branch, and the next line goes on from where the branch began: for an auxiliary output.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["branch"];

    /// <inheritdoc/>
    public override BodyUse Body => BodyUse.Lines;
}
