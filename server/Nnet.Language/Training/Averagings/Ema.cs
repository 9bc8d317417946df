using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training.Averagings;

/// <summary>A running mean that forgets (Polyak and Juditsky 1992, with decay).</summary>
public sealed class Ema : Averaging
{
    /// <summary>Share of the average that stays.</summary>
    public static readonly Argument<double> Decay = Argument.Number("decay", "Share of the average that stays at each step; 0.999 averages over about a thousand steps.", 0.999, min: 0, max: 0.999999999).Also("momentum", "ema_momentum");

    /// <inheritdoc/>
    public override string Name => "ema";

    /// <inheritdoc/>
    public override string Summary => "A running mean over the last steps, which forgets those before.";

    /// <inheritdoc/>
    public override string? Formula => "a ← d·a + (1 − d)·w        d = min(decay, (t − 1)/(t + 8)) in step t";

    /// <inheritdoc/>
    public override string? Advice => "With it the rate need not fall so far. The decay rises to its value, so that the first weights are soon forgotten.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["EMA", "exponential", "ExponentialMovingAverage", "polyak"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Decay];

    /// <inheritdoc/>
    public override double ShareAt(Call call, ScheduleTime time) => 1 - Math.Min(call.Get(Decay), time.Step / (time.Step + 9.0));

    /// <inheritdoc/>
    public override bool HasBegun(Call call, ScheduleTime time) => true;
}
