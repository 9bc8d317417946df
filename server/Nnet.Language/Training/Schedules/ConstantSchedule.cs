using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training.Schedules;

/// <summary>Stays as it is; with a warm-up, from there on.</summary>
public sealed class ConstantSchedule : Schedule
{
    /// <inheritdoc/>
    public override string Name => "constant";

    /// <inheritdoc/>
    public override string Summary => "Keeps the learning rate, behind a warm-up.";

    /// <inheritdoc/>
    public override string? Formula => "η(t) = η₀";

    /// <inheritdoc/>
    public override string? Advice => "With warmup=5% it spares a network the first steps, whose gradients are wild.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["ConstantLR", "constant_with_warmup"];

    /// <inheritdoc/>
    private protected override double Shape(Call call, ScheduleTime time, long steps) => 1;
}
