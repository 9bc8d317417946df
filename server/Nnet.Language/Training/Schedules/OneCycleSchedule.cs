using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training.Schedules;

/// <summary>Rises to the full rate and falls far below where it began (Smith and Topin 2019).</summary>
public sealed class OneCycleSchedule : Schedule
{
    /// <summary>Share of the steps in which it rises.</summary>
    public static readonly Argument<double> Rise = Argument.Fraction("rise", "Share of all steps in which the rate rises.", 0.3).Also("pct_start");

    /// <summary>How far below it begins.</summary>
    public static readonly Argument<double> DivFactor = Argument.Number("div_factor", "How many times smaller than lr the first rate is.", 25, min: 1);

    /// <summary>How far below that it ends.</summary>
    public static readonly Argument<double> FinalDivFactor = Argument.Number("final_div_factor", "How many times smaller than the first rate the last one is.", 1e4, min: 1);

    /// <inheritdoc/>
    public override string Name => "one_cycle";

    /// <inheritdoc/>
    public override string Summary => "Lets the learning rate rise from a small one to the full one and fall to almost nothing, once, step by step.";

    /// <inheritdoc/>
    public override string? Formula => "η: η₀/div_factor → η₀ → η₀/(div_factor · final_div_factor)";

    /// <inheritdoc/>
    public override string? Advice => "With an lr three to ten times the usual one it learns in fewer epochs. The optimizer's momentum stays as it is.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["OneCycleLR", "1cycle", "onecycle"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => Own;

    /// <inheritdoc/>
    private protected override ImmutableArray<Argument> Own => [Rise, DivFactor, FinalDivFactor];

    /// <inheritdoc/>
    private protected override double Shape(Call call, ScheduleTime time, long steps)
    {
        var (first, top, end) = (1 / call.Get(DivFactor), (call.Get(Rise) * steps) - 1, steps - 1.0);
        return time.Step <= top
            ? Anneal(first, 1, time.Step / top)
            : Anneal(1, first / call.Get(FinalDivFactor), (time.Step - top) / (end - top));
    }
}
