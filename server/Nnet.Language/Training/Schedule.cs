using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training;

/// <summary>How the learning rate changes while training.</summary>
public abstract class Schedule : Definition
{
    /// <summary>Share of the steps in which the rate rises.</summary>
    public static readonly Argument<double> Warmup = Argument.Fraction("warmup", "Share of all steps in which the rate rises in a straight line from near zero; the schedule begins behind it.", 0).Also("warmup_ratio", "warmup_share");

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [.. Own, Warmup];

    /// <summary>The arguments of this schedule alone.</summary>
    private protected virtual ImmutableArray<Argument> Own => [];

    /// <summary>Whether it waits for a figure of the run, so that nobody knows its rates beforehand.</summary>
    public virtual bool WaitsForFigures => false;

    /// <summary>What the optimizer's rate is multiplied by in a step.</summary>
    /// <param name="call">The schedule with its arguments.</param>
    /// <param name="time">Which step, of how many.</param>
    public double FactorAt(Call call, ScheduleTime time)
    {
        var warm = (long)Math.Round(time.Steps * call.Get(Warmup));
        return time.Step < warm
            ? (time.Step + 1) / (warm + 1.0) * Shape(call, time with { Step = 0 }, time.Steps - warm)
            : Shape(call, time with { Step = time.Step - warm }, time.Steps - warm);
    }

    /// <summary>The factor behind the warm-up.</summary>
    /// <param name="call">The schedule with its arguments.</param>
    /// <param name="time">The step, from the end of the warm-up on.</param>
    /// <param name="steps">Steps from there to the end of the training.</param>
    private protected abstract double Shape(Call call, ScheduleTime time, long steps);

    /// <summary>Between two factors: from the first at 0 to the second at 1, by half a wave of the cosine.</summary>
    private protected static double Anneal(double from, double to, double share) => to + ((from - to) / 2 * (1 + Math.Cos(Math.PI * share)));
}
