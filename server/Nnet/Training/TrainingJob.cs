using System.Globalization;
using Nnet.Engine.Devices;

namespace Nnet.Training;

/// <summary>What a worker does with a train block.</summary>
public enum JobKind
{
    /// <summary>Trains it, and keeps what comes of it in a folder.</summary>
    Train,

    /// <summary>Tries learning rates and says which one to train with.</summary>
    FindRate,

    /// <summary>Tries whether the model can learn one batch by heart.</summary>
    CheckOneBatch,
}

/// <summary>What a worker is to train.</summary>
/// <param name="File">Path of the file; data paths are relative to it. Its content is not read: <paramref name="Text"/> is.</param>
/// <param name="Train">Name of the train block.</param>
/// <param name="Text">The text as it stands in the editor, saved or not; the run's own where it goes on.</param>
/// <param name="Threads">How many threads may be used; 0 leaves the choice to the engine.</param>
public sealed record TrainingJob(string File, string Train, string Text, int Threads = 0)
{
    /// <summary>What is done with it.</summary>
    public JobKind Kind { get; init; }

    /// <summary>What is to compute the network, as <c>--device</c> takes it.</summary>
    public string Device { get; init; } = DeviceCatalog.Auto;

    /// <summary>The folder of the run that goes on; null for a new one.</summary>
    public string? GoesOnIn { get; init; }

    /// <summary>The folder of a new run, which takes the place of an earlier one there; null for one of its own.</summary>
    public string? RunDir { get; init; }

    /// <summary>Epochs in all of a run that goes on; null for those that its text says.</summary>
    public int? Epochs { get; init; }

    /// <summary>Whether a process trains in that folder already, which is only to be heard and spoken to.</summary>
    public bool IsUnderWay { get; init; }

    /// <summary>Whether a new run waits before its first step.</summary>
    public bool BeginsPaused { get; init; }

    /// <summary>How long the run goes on when its editor is gone; <see cref="Timeout.InfiniteTimeSpan"/> to its end.</summary>
    public TimeSpan Alone { get; init; }

    /// <summary>The arguments of <c>nnet</c>.</summary>
    public IEnumerable<string> Arguments => IsUnderWay && GoesOnIn is not null ? ["attach", GoesOnIn, "--events", "--control"] :
    [
        .. GoesOnIn is not null ? new[] { "resume", GoesOnIn } : [Kind == JobKind.FindRate ? "lr-find" : "train", File, "--train", Train, "--text-from-stdin"],
        .. Kind == JobKind.CheckOneBatch ? new[] { "--overfit-one-batch" } : [],
        .. RunDir is { } folder && GoesOnIn is null ? new[] { "--run-dir", folder } : [],
        .. BeginsPaused && GoesOnIn is null ? new[] { "--paused" } : [],
        "--events",
        "--control",
        .. Alone == Timeout.InfiniteTimeSpan ? new[] { "--alone", "forever" } : Alone > TimeSpan.Zero ? ["--alone", ((int)Alone.TotalSeconds).ToString(CultureInfo.InvariantCulture)] : [],
        .. Epochs is { } epochs ? new[] { "--epochs", epochs.ToString(CultureInfo.InvariantCulture) } : [],
        .. Device != DeviceCatalog.Auto && Kind != JobKind.FindRate ? new[] { "--device", Device } : [],
        .. Threads > 0 ? new[] { "--threads", Threads.ToString(CultureInfo.InvariantCulture) } : [],
    ];
}
