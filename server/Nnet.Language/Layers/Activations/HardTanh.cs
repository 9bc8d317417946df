using System.Collections.Immutable;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Activations;

/// <summary>Cuts numbers off at −1 and 1: a tanh of three straight pieces.</summary>
public sealed class HardTanh : Activation
{
    /// <inheritdoc/>
    public override string Name => "hardtanh";

    /// <inheritdoc/>
    public override string Summary => "Cuts numbers off at −1 and 1.";

    /// <inheritdoc/>
    public override string? Formula => "f(x) = min(max(−1, x), 1)        f′(x) = 1 between −1 and 1, else 0";

    /// <inheritdoc/>
    public override string? Advice => "For outputs that must stay in −1…1, and recurrent networks without exponentials.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["Hardtanh", "hard_tanh"];

    /// <inheritdoc/>
    public override Domain Range(Domain input) => Domain.Interval(At(input.Low), At(input.High));

    /// <inheritdoc/>
    public override double At(double x) => Math.Clamp(x, -1, 1);

    /// <inheritdoc/>
    public override double SlopeAt(double x) => x is > -1 and < 1 ? 1 : 0;
}
