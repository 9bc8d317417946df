using System.Collections.Immutable;
using Nnet.Training;

namespace Nnet.Editor.Trials;

/// <summary>A trial as it is offered over a train block.</summary>
/// <param name="Kind">What the worker does.</param>
/// <param name="Title">What it is called there.</param>
/// <param name="Command">The command that begins it.</param>
public sealed record TrialOffer(JobKind Kind, string Title, string Command)
{
    /// <summary>All of them, in the order in which they are offered.</summary>
    public static ImmutableArray<TrialOffer> All { get; } =
    [
        new(JobKind.FindRate, "Find rate", TrialFeature.FindRateCommand),
        new(JobKind.CheckOneBatch, "Check one batch", TrialFeature.CheckOneBatchCommand),
    ];
}
