namespace Nnet.Language.Training;

/// <summary>How far a training is: all that a schedule knows, so that a run that is resumed goes on at the same rates.</summary>
/// <param name="Step">Number of the step, from 0.</param>
/// <param name="StepsPerEpoch">Steps in an epoch.</param>
/// <param name="Epochs">Epochs of the whole training.</param>
public readonly record struct ScheduleTime(long Step, int StepsPerEpoch, int Epochs)
{
    /// <summary>Steps of the whole training.</summary>
    public long Steps => (long)StepsPerEpoch * Epochs;

    /// <summary>Number of the epoch, from 0.</summary>
    public long Epoch => Step / StepsPerEpoch;

    /// <summary>The watched figure after each epoch so far, for a schedule that waits for it.</summary>
    public IReadOnlyList<double> Figures { get; init; } = [];

    /// <summary>Whether more of the watched figure is better.</summary>
    public bool MoreIsBetter { get; init; }
}
