using Newtonsoft.Json.Linq;
using Nnet.Training;

namespace Nnet.Editor.Trials;

/// <summary>How far a trial is. Immutable: each event makes the next state.</summary>
/// <param name="Kind">What is tried.</param>
public sealed record TrialState(JobKind Kind)
{
    /// <summary>Whether it has ended.</summary>
    public bool IsOver { get; init; }

    /// <summary>Whether it was asked to stop.</summary>
    public bool IsStopping { get; init; }

    /// <summary>Share of it that is done, 0 to 1; null before it has begun and where there is no telling.</summary>
    public double? Progress { get; init; }

    /// <summary>How it stands, in a few words: <c>trying rates 34%</c>.</summary>
    public string Standing => this switch
    {
        { IsStopping: true } => "stopping",
        { Kind: JobKind.CheckOneBatch } => "checking one batch",
        { Progress: { } share } => $"trying rates {(int)(share * 100)}%",
        _ => "reading data",
    };

    /// <summary>The state after an event of the worker.</summary>
    public TrialState After(JObject happened) => (string?)happened["event"] switch
    {
        "rate" => this with
        {
            Progress = Math.Clamp(
                (((int?)happened["sweep"] ?? 1) - 1 + (((double?)happened["step"] ?? 0) / Math.Max(1, (int?)happened["steps"] ?? 1))) / Math.Max(1, (int?)happened["sweeps"] ?? 1), 0, 1),
        },
        "rate_found" or "batch_learnt" or "failed" => this with { IsOver = true },
        _ => this,
    };
}
