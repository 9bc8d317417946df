using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training.Optimizers;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019).</summary>
public sealed class AdamW : AdamFamily
{
    /// <summary>Weight decay beside the gradient.</summary>
    public static readonly Argument<double> WeightDecay = DecoupledDecay(0.01);

    /// <inheritdoc/>
    private protected override Argument<double> Decay => WeightDecay;

    /// <inheritdoc/>
    public override string Name => "adamw";

    /// <inheritdoc/>
    public override string Summary => "Adam whose weight decay does not pass through its scaling.";

    /// <inheritdoc/>
    public override string? Formula => "m ← β₁m + (1−β₁)g;  v ← β₂v + (1−β₂)g²;  w ← w − η·(m̂/(√v̂ + ε) + λ·w)";

    /// <inheritdoc/>
    public override string? Advice => "Instead of adam where weights are to be kept small; the choice for transformers.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["AdamW"];
}
