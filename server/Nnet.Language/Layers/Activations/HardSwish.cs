using System.Collections.Immutable;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Activations;

/// <summary>A silu of straight pieces and a parabola (Howard et al. 2019).</summary>
public sealed class HardSwish : Activation
{
    /// <inheritdoc/>
    public override string Name => "hardswish";

    /// <inheritdoc/>
    public override string Summary => "A silu of straight pieces and a parabola (Howard et al. 2019).";

    /// <inheritdoc/>
    public override string? Formula => "f(x) = x · min(max(0, x + 3), 6) / 6        f′(x) = x/3 + ½ between −3 and 3, 0 below, 1 above";

    /// <inheritdoc/>
    public override string? Advice => "In MobileNetV3: nearly silu, without an exponential.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["Hardswish", "hard_swish", "HSwish"];

    /// <inheritdoc/>
    public override InitializerFamily SuitableInitializer => InitializerFamily.He;

    /// <inheritdoc/>
    public override Domain Range(Domain input) => Domain.Interval(input.Low >= 0 ? 0 : -0.375, double.PositiveInfinity);

    /// <inheritdoc/>
    public override double At(double x) => x * Math.Clamp(x + 3, 0, 6) / 6;

    /// <inheritdoc/>
    public override double SlopeAt(double x) => x <= -3 ? 0 : x >= 3 ? 1 : (x / 3) + 0.5;
}
