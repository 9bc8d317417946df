using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training.Optimizers;

/// <summary>Adam (Kingma and Ba 2015).</summary>
public sealed class Adam : AdamFamily
{
    /// <summary>L2 penalty, added to the gradient.</summary>
    public static readonly Argument<double> WeightDecay = Argument.Number("weight_decay", "Share of each weight that is added to its gradient (L2 penalty, not decoupled).", 0, min: 0).Also("decay", "l2");

    /// <inheritdoc/>
    private protected override Argument<double> Decay => WeightDecay;

    /// <inheritdoc/>
    public override string Name => "adam";

    /// <inheritdoc/>
    public override string Summary => "Adapts the step of every weight to the size of its gradients.";

    /// <inheritdoc/>
    public override string? Formula => "m ← β₁m + (1−β₁)g;  v ← β₂v + (1−β₂)g²;  w ← w − η·m̂/(√v̂ + ε)";

    /// <inheritdoc/>
    public override string? Advice => "A good first choice; lr=0.001 suits most networks.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["Adam"];
}
