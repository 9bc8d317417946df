using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training.Schedules;

/// <summary>Goes straight from one rate to another.</summary>
public sealed class LinearSchedule : Schedule
{
    /// <summary>Where it begins.</summary>
    public static readonly Argument<double> Start = Argument.Share("start", "Share of the rate at the beginning.", 1).Also("start_factor");

    /// <summary>Where it ends.</summary>
    public static readonly Argument<double> End = Argument.Share("end", "Share of the rate at the end.", 0).Also("end_factor");

    /// <inheritdoc/>
    public override string Name => "linear";

    /// <inheritdoc/>
    public override string Summary => "Brings the learning rate in a straight line, step by step, from one share of it to another.";

    /// <inheritdoc/>
    public override string? Formula => "η(t) = η₀ · (start + (end − start)·t/T)        T: all steps";

    /// <inheritdoc/>
    public override string? Advice => "The usual end of fine-tuning: `linear warmup=10%`.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["LinearLR", "linear_decay", "PolynomialLR"];

    /// <inheritdoc/>
    private protected override ImmutableArray<Argument> Own => [Start, End];

    /// <inheritdoc/>
    private protected override double Shape(Call call, ScheduleTime time, long steps) => call.Get(Start) + ((call.Get(End) - call.Get(Start)) * time.Step / steps);
}
