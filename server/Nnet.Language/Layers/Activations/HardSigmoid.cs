using System.Collections.Immutable;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Activations;

/// <summary>A sigmoid of three straight pieces (Courbariaux et al. 2015).</summary>
public sealed class HardSigmoid : Activation
{
    /// <inheritdoc/>
    public override string Name => "hardsigmoid";

    /// <inheritdoc/>
    public override string Summary => "A sigmoid of three straight pieces.";

    /// <inheritdoc/>
    public override string? Formula => "f(x) = min(max(0, x + 3), 6) / 6        f′(x) = 1/6 between −3 and 3, else 0";

    /// <inheritdoc/>
    public override string? Advice => "For gates in small networks: nearly sigmoid, without an exponential.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["Hardsigmoid", "hard_sigmoid", "HSigmoid"];

    /// <inheritdoc/>
    public override Domain Range(Domain input) => Domain.Interval(At(input.Low), At(input.High));

    /// <inheritdoc/>
    public override double At(double x) => Math.Clamp(x + 3, 0, 6) / 6;

    /// <inheritdoc/>
    public override double SlopeAt(double x) => x is > -3 and < 3 ? 1.0 / 6 : 0;
}
