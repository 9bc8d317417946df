using Nnet.Language.Training;

namespace Nnet.Engine.Runs;

/// <summary>The optimizer's rate at every step, as the schedule has it. It follows from the step and the figures of the epochs alone.</summary>
/// <param name="spec">The train block.</param>
/// <param name="stepsPerEpoch">Steps in an epoch.</param>
/// <param name="moreIsBetter">Whether more of the figure that the schedule waits for is better.</param>
public sealed class LearningRates(TrainSpec spec, int stepsPerEpoch, bool moreIsBetter)
{
    private readonly double _rate = spec.Optimizer!.Get(((Optimizer)spec.Optimizer.Definition).LearningRate);
    private readonly Schedule? _schedule = (Schedule?)spec.Schedule?.Definition;
    private readonly List<double> _figures = [];

    // What waits for figures changes between epochs alone.
    private double? _factor;

    /// <summary>The rate of a step.</summary>
    /// <param name="step">Number of the step, from 0.</param>
    public double At(long step)
    {
        if (_schedule is null)
        {
            return _rate;
        }
        return _rate * (_schedule.WaitsForFigures && spec.Schedule!.Get(Schedule.Warmup) == 0 ? _factor ??= FactorAt(step) : FactorAt(step));
    }

    /// <summary>Takes the watched figure of an epoch that is over. In single precision, as files keep it: a resumed run sees the same.</summary>
    public void Observe(double figure)
    {
        _figures.Add((float)figure);
        _factor = null;
    }

    private double FactorAt(long step) => _schedule!.FactorAt(spec.Schedule!, new ScheduleTime(step, stepsPerEpoch, spec.Epochs) { Figures = _figures, MoreIsBetter = moreIsBetter });
}
