using Nnet.Language.Definitions;

namespace Nnet.Language.Training;

/// <summary>How weights are averaged while they are trained; training itself goes on with the weights as they are.</summary>
public abstract class Averaging : Definition
{
    /// <summary>Share of the weights that enters their average behind a step; 0 leaves it, 1 makes it those weights.</summary>
    /// <param name="call">The averaging with its arguments.</param>
    /// <param name="time">The step that was taken.</param>
    public abstract double ShareAt(Call call, ScheduleTime time);

    /// <summary>Whether there is an average yet behind a step.</summary>
    /// <param name="call">The averaging with its arguments.</param>
    /// <param name="time">The step that was taken.</param>
    public abstract bool HasBegun(Call call, ScheduleTime time);

    /// <summary>Whether batchnorm's statistics are measured anew for the averaged weights, rather than averaged with them.</summary>
    public virtual bool MeasuresStatistics => false;
}
