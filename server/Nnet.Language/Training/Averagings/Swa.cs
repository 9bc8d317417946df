using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training.Averagings;

/// <summary>Stochastic weight averaging (Izmailov et al. 2018).</summary>
public sealed class Swa : Averaging
{
    /// <summary>Share of the epochs before the average begins.</summary>
    public static readonly Argument<double> Start = Argument.Fraction("start", "Share of the epochs that pass before the average begins.", 0.75).Also("swa_start");

    /// <inheritdoc/>
    public override string Name => "swa";

    /// <inheritdoc/>
    public override string Summary => "The plain mean of the weights after each of the last epochs.";

    /// <inheritdoc/>
    public override string? Formula => "a = mean of w after each epoch from start on";

    /// <inheritdoc/>
    public override string? Advice => "With a rate that stays high in the last epochs, so that there is something to average. What batchnorm knows of its inputs is measured anew for the averaged weights, which takes a pass over the training part after each of these epochs.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["SWA", "stochastic_weight_averaging"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Start];

    /// <inheritdoc/>
    public override double ShareAt(Call call, ScheduleTime time)
        => (time.Step + 1) % time.StepsPerEpoch == 0 && HasBegun(call, time) ? 1.0 / (time.Epoch - First(call, time) + 1) : 0;

    /// <inheritdoc/>
    public override bool HasBegun(Call call, ScheduleTime time) => time.Epoch >= First(call, time);

    /// <inheritdoc/>
    public override bool MeasuresStatistics => true;

    // The last epoch always counts.
    private static long First(Call call, ScheduleTime time) => Math.Min((long)Math.Round(call.Get(Start) * time.Epochs), time.Epochs - 1);
}
