using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training.Schedules;

/// <summary>Falls by half a wave of the cosine (Loshchilov and Hutter 2017).</summary>
public sealed class CosineSchedule : Schedule
{
    /// <summary>Where it ends.</summary>
    public static readonly Argument<double> Min = Argument.Fraction("min", "Share of the rate below which it does not fall.", 0);

    /// <summary>Length of the first round.</summary>
    public static readonly Argument<int?> Every = Argument.Count("every", "Epochs of the first round, behind which the rate begins anew; all of training when left out.").Also("T_0", "first_decay_steps");

    /// <summary>How rounds grow.</summary>
    public static readonly Argument<int> Lengthen = Argument.Integer("lengthen", "How many times as long each round is as the one before.", 1, min: 1, max: 100).Also("T_mult", "t_mul");

    /// <inheritdoc/>
    public override string Name => "cosine";

    /// <inheritdoc/>
    public override string Summary => "Lets the learning rate fall slowly, then fast, then slowly, step by step, as half a wave of the cosine; with every=, again and again.";

    /// <inheritdoc/>
    public override string? Formula => "η(t) = η₀ · (min + (1 − min)·½(1 + cos πt/T))        T: all steps, or those of a round";

    /// <inheritdoc/>
    public override string? Advice => "A good choice whenever the number of epochs is settled: `cosine warmup=5%`.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["CosineAnnealingLR", "CosineAnnealingWarmRestarts", "CosineDecay", "CosineDecayRestarts", "cosine_annealing"];

    /// <inheritdoc/>
    private protected override ImmutableArray<Argument> Own => [Min, Every, Lengthen];

    /// <inheritdoc/>
    private protected override double Shape(Call call, ScheduleTime time, long steps)
    {
        var (step, round) = (time.Step, steps);
        if (call.Get(Every) is { } every)
        {
            for (round = (long)every * time.StepsPerEpoch; step >= round; round *= call.Get(Lengthen))
            {
                step -= round;
            }
        }
        return Anneal(1, call.Get(Min), (double)step / round);
    }
}
