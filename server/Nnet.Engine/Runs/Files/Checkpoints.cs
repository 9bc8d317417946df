using Nnet.Engine.Runs.Events;

namespace Nnet.Engine.Runs.Files;

/// <summary>Saves where a run is now and then, and brings a run back to where it was saved last.</summary>
/// <param name="folder">The run's folder.</param>
/// <param name="network">The network.</param>
/// <param name="best">The weights of the best epoch.</param>
/// <param name="pace">The run's clock.</param>
/// <param name="seconds">Least seconds between two checkpoints within an epoch; at the end of one they may be closer.</param>
internal sealed class Checkpoints(RunFolder folder, Network<float> network, BestWeights best, TrainingPace pace, double seconds)
{
    private const double SecondsBetweenEpochs = 2;

    private readonly Pulse _pulse = new(seconds);
    private readonly SavePace _pace = new(Math.Min(SecondsBetweenEpochs, seconds));

    /// <summary>Whether one is due between two steps.</summary>
    public bool IsDue() => _pulse.IsDue() && _pace.IsDue(pace.Seconds);

    /// <summary>Whether one is due between two epochs.</summary>
    public bool IsDueAfterEpoch => _pace.IsDue(pace.Seconds);

    /// <summary>Saves where the run is.</summary>
    /// <param name="progress">Where; how much was told so far is filled in here.</param>
    public void Save(Progress progress)
        => _pace.Save(pace, () => CheckpointFile.Save(folder.Location, network, best.State, progress with { EventBytes = folder.Secure() }));

    /// <summary>Brings a network back to where its run was saved last.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="experiment">Gets weights and what its optimizer keeps.</param>
    /// <param name="best">Gets the weights of the best epoch.</param>
    /// <param name="earlier">What is known of the run.</param>
    /// <param name="fingerprint">Tells the data from other data.</param>
    /// <returns>Where it was, and why the last checkpoint was no good if the one before had to be taken.</returns>
    /// <exception cref="InvalidDataException">There is no sound checkpoint, or it belongs to another model or other data.</exception>
    public static (Progress Progress, string? Problem) Load(string folder, Experiment experiment, BestWeights best, RunManifest earlier, string fingerprint)
    {
        var loaded = CheckpointFile.Load(folder, experiment.Network, best.State);
        CheckData(earlier.Started.Samples, experiment.Samples, loaded.Progress.Data == fingerprint);
        experiment.Network.Step = loaded.Progress.Step;
        return loaded;
    }

    private static void CheckData(SampleCounts then, SampleCounts now, bool sameNumbers)
    {
        if (then != now)
        {
            throw new InvalidDataException($"The data has {now.Train:N0} samples to learn from, {now.Validation:N0} to watch and {now.Test:N0} to test with now, but {then.Train:N0}, {then.Validation:N0} and {then.Test:N0} when the run began. It cannot go on with other data; train it anew.");
        }
        if (!sameNumbers)
        {
            throw new InvalidDataException("The data has as many samples as when the run began, but their numbers are others. It cannot go on with other data; train it anew.");
        }
    }
}
