using System.Collections.Immutable;

namespace Nnet.Language.Layers.Sequences;

/// <summary>Long short-term memory (Hochreiter and Schmidhuber 1997; forget gate: Gers et al. 2000).</summary>
public sealed class Lstm : Recurrent
{
    /// <inheritdoc/>
    public override string Name => "lstm";

    /// <inheritdoc/>
    public override string Summary => "Reads a sequence place by place and keeps a memory that gates write, forget and show (Hochreiter and Schmidhuber 1997).";

    /// <inheritdoc/>
    public override string? Formula => "i, f, o = σ(W·x[t] + U·h[t−1] + b)        c[t] = f⊙c[t−1] + i⊙tanh(W_g·x[t] + U_g·h[t−1] + b_g),  h[t] = o⊙tanh(c[t])";

    /// <inheritdoc/>
    public override string? Advice => "For series and texts whose past matters over many places. For several in a row, `layers=2`, or return_sequences=true on all but the last.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["LSTM"];

    /// <inheritdoc/>
    protected override int Gates => 4;
}
