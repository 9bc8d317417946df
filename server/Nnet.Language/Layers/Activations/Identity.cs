using System.Collections.Immutable;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Activations;

/// <summary>Gives its input as it is.</summary>
public sealed class Identity : Activation
{
    /// <inheritdoc/>
    public override string Name => "identity";

    /// <inheritdoc/>
    public override string Summary => "Gives its input as it is.";

    /// <inheritdoc/>
    public override string? Formula => "f(x) = x        f′(x) = 1";

    /// <inheritdoc/>
    public override string? Advice => "As the output of a regression; between two dense layers it adds nothing.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["linear", "none", "Identity"];

    /// <inheritdoc/>
    public override Domain Range(Domain input) => input;

    /// <inheritdoc/>
    public override double At(double x) => x;

    /// <inheritdoc/>
    public override double SlopeAt(double x) => 1;
}
