using System.Collections.Immutable;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Activations;

/// <summary>Squeezes every number into −1…1, more gently than tanh.</summary>
public sealed class Softsign : Activation
{
    /// <inheritdoc/>
    public override string Name => "softsign";

    /// <inheritdoc/>
    public override string Summary => "Squeezes every number into −1…1, more gently than tanh.";

    /// <inheritdoc/>
    public override string? Formula => "f(x) = x / (1 + |x|)        f′(x) = 1 / (1 + |x|)²";

    /// <inheritdoc/>
    public override string? Advice => "Like tanh, but it saturates slowly, so gradients last longer (Glorot and Bengio 2010).";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["Softsign"];

    /// <inheritdoc/>
    public override Domain Range(Domain input) => Domain.Interval(-1, 1, lowOpen: true, highOpen: true);

    /// <inheritdoc/>
    public override double At(double x) => x / (1 + Math.Abs(x));

    /// <inheritdoc/>
    public override double SlopeAt(double x) => 1 / ((1 + Math.Abs(x)) * (1 + Math.Abs(x)));
}
