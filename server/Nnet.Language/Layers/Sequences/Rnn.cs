using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Sequences;

/// <summary>The plain recurrent layer (Elman 1990).</summary>
public sealed class Rnn : Recurrent
{
    /// <summary>Function of the state.</summary>
    public static readonly Argument<string> Nonlinearity = Argument.Word("nonlinearity", "Function that bends the state at every place.", ["tanh", "relu"], "tanh").Also("activation");

    /// <inheritdoc/>
    public override string Name => "rnn";

    /// <inheritdoc/>
    public override string Summary => "Reads a sequence place by place; its state is a bent sum of the place and the state before (Elman 1990).";

    /// <inheritdoc/>
    public override string? Formula => "h[t] = tanh(W·x[t] + b + U·h[t−1] + c)";

    /// <inheritdoc/>
    public override string? Advice => "For short sequences and for learning how recurrence works: its gradients vanish within some ten places. lstm and gru remember longer.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["RNN", "SimpleRNN", "simple_rnn"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => base.Arguments.Insert(1, Nonlinearity);

    /// <inheritdoc/>
    protected override int Gates => 1;

    /// <inheritdoc/>
    protected override Domain Range(LayerSite site) => site.Get(Nonlinearity) == "relu" ? Domain.Interval(0, double.PositiveInfinity) : base.Range(site);
}
