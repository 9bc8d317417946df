using System.Collections.Immutable;

namespace Nnet.Language.Layers.Sequences;

/// <summary>The gated recurrent unit (Cho et al. 2014), as PyTorch and cuDNN calculate it.</summary>
public sealed class Gru : Recurrent
{
    /// <inheritdoc/>
    public override string Name => "gru";

    /// <inheritdoc/>
    public override string Summary => "Reads a sequence place by place; two gates decide how much of its state it keeps (Cho et al. 2014).";

    /// <inheritdoc/>
    public override string? Formula => "r, z = σ(W·x[t] + U·h[t−1] + b)        n = tanh(Wₙ·x[t] + bₙ + r⊙(Uₙ·h[t−1] + cₙ)),  h[t] = (1 − z)⊙n + z⊙h[t−1]";

    /// <inheritdoc/>
    public override string? Advice => "Like lstm with a quarter less parameters; often as good.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["GRU"];

    /// <inheritdoc/>
    protected override int Gates => 3;
}
