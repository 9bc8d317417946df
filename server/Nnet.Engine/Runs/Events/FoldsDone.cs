using System.Collections.Immutable;

namespace Nnet.Engine.Runs.Events;

/// <summary>The last event of a cross-validation, behind the <see cref="Done"/> of its last run.</summary>
public sealed record FoldsDone : RunEvent
{
    /// <summary><c>completed</c>, <c>stopped</c>, or <c>diverged</c> if a run did.</summary>
    public required string Status { get; init; }

    /// <summary>What came of each run.</summary>
    public required ImmutableArray<FoldResult> Folds { get; init; }

    /// <summary>Loss and metrics of the folds that were watched, over the runs; null where no run came to an end.</summary>
    public required IReadOnlyDictionary<string, Spread>? Validation { get; init; }

    /// <summary>Those of the test part, over the runs; null without a test part.</summary>
    public required IReadOnlyDictionary<string, Spread>? Test { get; init; }

    /// <summary>What all runs took.</summary>
    public required double Seconds { get; init; }

    /// <summary>Folder of the runs' folders.</summary>
    public required string RunDir { get; init; }
}

/// <summary>What came of one run of a cross-validation.</summary>
/// <param name="Fold">The fold that was watched, from 1.</param>
/// <param name="Status">As <see cref="Done.Status"/>.</param>
/// <param name="Epoch">The epoch whose weights are kept, or 0.</param>
/// <param name="Validation">Loss and metrics of the fold at that epoch, or null.</param>
/// <param name="Test">Loss and metrics of the test part, or null without one.</param>
/// <param name="RunDir">Folder of the run.</param>
public sealed record FoldResult(int Fold, string Status, int Epoch, IReadOnlyDictionary<string, double>? Validation, IReadOnlyDictionary<string, double>? Test, string RunDir);

/// <summary>How a figure scatters over runs.</summary>
/// <param name="Mean">Its mean.</param>
/// <param name="Deviation">Its standard deviation, that of a sample (n − 1); no number for a single run.</param>
public sealed record Spread(double Mean, double Deviation);
