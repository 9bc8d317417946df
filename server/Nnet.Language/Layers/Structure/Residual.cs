using System.Collections.Immutable;

namespace Nnet.Language.Layers.Structure;

/// <summary>Adds its input to what its lines make of it.</summary>
public sealed class Residual : Structure
{
    /// <inheritdoc/>
    public override string Name => "residual";

    /// <inheritdoc/>
    public override string Summary => "Adds its input to what its lines make of it.";

    /// <inheritdoc/>
    public override string? Formula => "y = x + f(x)";

    /// <inheritdoc/>
    public override string? Advice => "What keeps very deep networks trainable: gradients pass by the lines unhindered (He et al. 2016). The lines have to keep the shape; where they change it, write add with a projection path.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["skip", "shortcut"];

    /// <inheritdoc/>
    public override BodyUse Body => BodyUse.Lines;
}
