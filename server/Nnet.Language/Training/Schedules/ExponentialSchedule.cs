using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training.Schedules;

/// <summary>Falls by the same share every epoch.</summary>
public sealed class ExponentialSchedule : Schedule
{
    /// <summary>What each step multiplies by.</summary>
    public static readonly Argument<double> Gamma = Argument.Number("gamma", "What the rate is multiplied by after each epoch.", 0.95, min: 0, max: 1).Also("factor", "decay_rate");

    /// <inheritdoc/>
    public override string Name => "exponential";

    /// <inheritdoc/>
    public override string Summary => "Multiplies the learning rate by gamma after every epoch.";

    /// <inheritdoc/>
    public override string? Formula => "η(e) = η₀ · γ^e";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["ExponentialLR", "exponential_decay"];

    /// <inheritdoc/>
    private protected override ImmutableArray<Argument> Own => [Gamma];

    /// <inheritdoc/>
    private protected override double Shape(Call call, ScheduleTime time, long steps) => Math.Pow(call.Get(Gamma), time.Epoch);
}
