using System.Collections.Immutable;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Activations;

/// <summary>Cuts negative numbers off at zero.</summary>
public sealed class Relu : Activation
{
    /// <inheritdoc/>
    public override string Name => "relu";

    /// <inheritdoc/>
    public override string Summary => "Cuts negative numbers off at zero.";

    /// <inheritdoc/>
    public override string? Formula => "f(x) = max(0, x)        f′(x) = 1 if x > 0 else 0";

    /// <inheritdoc/>
    public override string? Advice => "The usual choice inside a network. Units that are never positive die; leaky_relu keeps them alive.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["ReLU", "rectifier"];

    /// <inheritdoc/>
    public override InitializerFamily SuitableInitializer => InitializerFamily.He;

    /// <inheritdoc/>
    public override Domain Range(Domain input) => Domain.Interval(Math.Max(0, input.Low), Math.Max(0, input.High));

    /// <inheritdoc/>
    public override double At(double x) => Math.Max(0, x);

    /// <inheritdoc/>
    public override double SlopeAt(double x) => x > 0 ? 1 : 0;
}
