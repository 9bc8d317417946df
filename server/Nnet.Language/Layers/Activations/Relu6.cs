using System.Collections.Immutable;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Activations;

/// <summary>A relu that is cut off at 6 (Krizhevsky 2010).</summary>
public sealed class Relu6 : Activation
{
    /// <inheritdoc/>
    public override string Name => "relu6";

    /// <inheritdoc/>
    public override string Summary => "A relu that is cut off at 6 (Krizhevsky 2010).";

    /// <inheritdoc/>
    public override string? Formula => "f(x) = min(max(0, x), 6)        f′(x) = 1 if 0 < x < 6 else 0";

    /// <inheritdoc/>
    public override string? Advice => "In MobileNets: a bounded range survives arithmetic with few bits.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["ReLU6"];

    /// <inheritdoc/>
    public override InitializerFamily SuitableInitializer => InitializerFamily.He;

    /// <inheritdoc/>
    public override Domain Range(Domain input) => Domain.Interval(Math.Clamp(input.Low, 0, 6), Math.Clamp(input.High, 0, 6));

    /// <inheritdoc/>
    public override double At(double x) => Math.Clamp(x, 0, 6);

    /// <inheritdoc/>
    public override double SlopeAt(double x) => x is > 0 and < 6 ? 1 : 0;
}
