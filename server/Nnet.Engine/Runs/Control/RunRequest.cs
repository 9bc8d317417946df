namespace Nnet.Engine.Runs.Control;

/// <summary>What somebody outside asks of a run, between two of its steps.</summary>
public abstract record RunRequest
{
    private RunRequest()
    {
    }

    /// <summary>Waits behind the current step. Nothing else changes: the run ends with the weights that it would have had.</summary>
    public sealed record Pause : RunRequest;

    /// <summary>Goes on after a pause.</summary>
    /// <param name="Text">The text as it is now, or null to leave it as it was. Rate, schedule and epochs may differ.</param>
    public sealed record Resume(string? Text) : RunRequest;

    /// <summary>Goes on to the end of the epoch and waits there, after a pause or from where it is.</summary>
    /// <param name="Text">As in <see cref="Resume"/>; it does not count for a run that is not paused.</param>
    public sealed record Step(string? Text) : RunRequest;

    /// <summary>Adds epochs to those that are planned.</summary>
    /// <param name="Epochs">How many more.</param>
    public sealed record TrainOn(int Epochs) : RunRequest;
}
