using System.Collections.Immutable;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Activations;

/// <summary>An elu scaled so that layers keep mean 0 and variance 1 by themselves (Klambauer et al. 2017).</summary>
public sealed class Selu : Activation
{
    /// <summary>λ of the paper.</summary>
    public const double Scale = 1.0507009873554805;

    /// <summary>α of the paper.</summary>
    public const double Alpha = 1.6732632423543772;

    /// <inheritdoc/>
    public override string Name => "selu";

    /// <inheritdoc/>
    public override string Summary => "An elu scaled so that layers keep mean 0 and variance 1 by themselves (Klambauer et al. 2017).";

    /// <inheritdoc/>
    public override string? Formula => "f(x) = λ·x if x > 0 else λα·(eˣ − 1)        λ = 1.0507, α = 1.67326";

    /// <inheritdoc/>
    public override string? Advice => "In plain deep networks without batchnorm, with LeCun initial weights.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["SELU"];

    /// <inheritdoc/>
    public override InitializerFamily SuitableInitializer => InitializerFamily.Lecun;

    /// <inheritdoc/>
    public override Domain Range(Domain input) => Domain.Interval(-Scale * Alpha, double.PositiveInfinity, lowOpen: true);

    /// <inheritdoc/>
    public override double At(double x) => x > 0 ? Scale * x : Scale * Alpha * (Math.Exp(x) - 1);

    /// <inheritdoc/>
    public override double SlopeAt(double x) => x > 0 ? Scale : Scale * Alpha * Math.Exp(x);
}
