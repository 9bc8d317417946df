using System.Collections.Immutable;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Activations;

/// <summary>Weighs every number by the tanh of its softplus (Misra 2019).</summary>
public sealed class Mish : Activation
{
    /// <inheritdoc/>
    public override string Name => "mish";

    /// <inheritdoc/>
    public override string Summary => "Weighs every number by the tanh of its softplus (Misra 2019).";

    /// <inheritdoc/>
    public override string? Formula => "f(x) = x · tanh(log(1 + eˣ))        f′(x) = t + x·σ(x)·(1 − t²) with t = tanh(log(1 + eˣ))";

    /// <inheritdoc/>
    public override string? Advice => "Much like silu, a little smoother; in detectors such as YOLOv4.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["Mish"];

    /// <inheritdoc/>
    public override InitializerFamily SuitableInitializer => InitializerFamily.He;

    /// <inheritdoc/>
    public override Domain Range(Domain input) => Domain.Interval(input.Low >= 0 ? 0 : -0.3089, double.PositiveInfinity);

    /// <inheritdoc/>
    public override double At(double x) => x * Gate(x);

    /// <inheritdoc/>
    public override double SlopeAt(double x) => Gate(x) + (x * (1 - (Gate(x) * Gate(x))) / (1 + Math.Exp(-x)));

    private static double Gate(double x) => Math.Tanh(Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))));
}
