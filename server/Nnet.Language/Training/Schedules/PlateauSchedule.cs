using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training.Schedules;

/// <summary>Falls when a figure no longer improves.</summary>
public sealed class PlateauSchedule : Schedule
{
    /// <summary>The figure.</summary>
    public static readonly Argument<string> Monitor = Argument.Figure("monitor", "The figure to watch; val_ is the validation part.");

    /// <summary>What each step multiplies by.</summary>
    public static readonly Argument<double> Factor = Argument.Number("factor", "What the rate is multiplied by.", 0.1, min: 0, max: 1).Also("gamma");

    /// <summary>Epochs without improvement.</summary>
    public static readonly Argument<int> Patience = Argument.Integer("patience", "Epochs without improvement that are let pass.", 10, min: 0);

    /// <summary>Least improvement.</summary>
    public static readonly Argument<double> Threshold = Argument.Number("threshold", "Least share by which a figure has to improve.", 1e-4, min: 0).Also("min_delta");

    /// <summary>Rest behind a step.</summary>
    public static readonly Argument<int> Cooldown = Argument.Integer("cooldown", "Epochs behind a step that do not count.", 0, min: 0);

    /// <summary>Where it ends.</summary>
    public static readonly Argument<double> Min = Argument.Fraction("min", "Share of the rate below which it does not fall.", 0);

    /// <inheritdoc/>
    public override string Name => "plateau";

    /// <inheritdoc/>
    public override string Summary => "Multiplies the learning rate by a factor when a figure has not improved for some epochs.";

    /// <inheritdoc/>
    public override string? Formula => "η ← max(η · factor, η₀ · min) after more than patience epochs without improvement";

    /// <inheritdoc/>
    public override string? Advice => "Where nobody knows how long training takes. early_stopping needs more patience than this, or it stops before the smaller rate can help.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["ReduceLROnPlateau", "reduce_lr_on_plateau"];

    /// <inheritdoc/>
    public override bool WaitsForFigures => true;

    /// <inheritdoc/>
    private protected override ImmutableArray<Argument> Own => [Monitor, Factor, Patience, Threshold, Cooldown, Min];

    /// <inheritdoc/>
    private protected override double Shape(Call call, ScheduleTime time, long steps)
    {
        var (best, bad, rest, factor) = (time.MoreIsBetter ? double.NegativeInfinity : double.PositiveInfinity, 0, 0, 1.0);
        foreach (var figure in time.Figures)
        {
            var improves = time.MoreIsBetter ? figure > best * (1 + call.Get(Threshold)) : figure < best * (1 - call.Get(Threshold));
            (best, bad) = improves ? (figure, 0) : (best, bad + 1);
            (rest, bad) = rest > 0 ? (rest - 1, 0) : (0, bad);
            if (bad > call.Get(Patience))
            {
                (factor, rest, bad) = (Math.Max(factor * call.Get(Factor), call.Get(Min)), call.Get(Cooldown), 0);
            }
        }
        return factor;
    }
}
