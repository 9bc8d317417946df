using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Activations;

/// <summary>Bends negative numbers smoothly towards −α (Clevert et al. 2016).</summary>
public sealed class Elu : Activation
{
    /// <summary>Where it saturates on the left.</summary>
    public static readonly Argument<double> Alpha = Argument.Number("alpha", "It saturates at −alpha on the left.", 1, min: 0, positional: true);

    /// <inheritdoc/>
    public override string Name => "elu";

    /// <inheritdoc/>
    public override string Summary => "Bends negative numbers smoothly towards −α (Clevert et al. 2016).";

    /// <inheritdoc/>
    public override string? Formula => "f(x) = x if x > 0 else α·(eˣ − 1)        f′(x) = 1 if x > 0 else α·eˣ";

    /// <inheritdoc/>
    public override string? Advice => "Instead of relu where units die; its mean is nearer to zero.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["ELU"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Alpha];

    /// <inheritdoc/>
    public override InitializerFamily SuitableInitializer => InitializerFamily.He;

    /// <inheritdoc/>
    public override Domain Range(Domain input) => Domain.Interval(double.NegativeInfinity, double.PositiveInfinity);

    /// <inheritdoc/>
    public override double At(double x) => x > 0 ? x : Math.Exp(x) - 1;

    /// <inheritdoc/>
    public override double SlopeAt(double x) => x > 0 ? 1 : Math.Exp(x);
}
