using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training.Schedules;

/// <summary>Falls in steps.</summary>
public sealed class StepSchedule : Schedule
{
    /// <summary>Epochs between steps.</summary>
    public static readonly Argument<int> Every = Argument.Integer("every", "Epochs between two steps.", min: 1).Also("step_size");

    /// <summary>What each step multiplies by.</summary>
    public static readonly Argument<double> Gamma = Argument.Number("gamma", "What the rate is multiplied by at each step.", 0.1, min: 0, max: 1).Also("factor", "decay_rate");

    /// <inheritdoc/>
    public override string Name => "step";

    /// <inheritdoc/>
    public override string Summary => "Multiplies the learning rate by gamma every few epochs.";

    /// <inheritdoc/>
    public override string? Formula => "η(e) = η₀ · γ^⌊e / every⌋";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["StepLR", "step_decay"];

    /// <inheritdoc/>
    private protected override ImmutableArray<Argument> Own => [Every, Gamma];

    /// <inheritdoc/>
    private protected override double Shape(Call call, ScheduleTime time, long steps) => Math.Pow(call.Get(Gamma), time.Epoch / call.Get(Every));
}
