using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training.Settings;

/// <summary><c>regularize l2=1e-3</c>.</summary>
public sealed class RegularizeSetting : TrainSetting
{
    /// <summary>Weight of Σ|w|.</summary>
    public static readonly Argument<double> L1 = Argument.Number("l1", "Weight λ of the penalty λ·Σ|w|, over weights but not biases.", 0, min: 0);

    /// <summary>Weight of ½Σw².</summary>
    public static readonly Argument<double> L2 = Argument.Number("l2", "Weight λ of the penalty λ/2·Σw², over weights but not biases.", 0, min: 0);

    /// <inheritdoc/>
    public override string Name => "regularize";

    /// <inheritdoc/>
    public override string Summary => "Keeps weights small, against overfitting.";

    /// <inheritdoc/>
    public override string? Formula => "L + λ₁·Σ|w| + λ₂/2·Σw²";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["regularizer", "regularise", "regularization", "kernel_regularizer"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [L1, L2];
}
