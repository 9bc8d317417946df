using System.Collections.Immutable;

namespace Nnet.Engine.Runs.Events;

/// <summary>A step of the learning-rate range test.</summary>
/// <param name="Sweep">Which pass over the rates, from 1.</param>
/// <param name="Sweeps">Passes in all; their mean is judged.</param>
/// <param name="Step">The step of the sweep, from 1.</param>
/// <param name="Steps">Steps in a sweep, unless the loss runs away before.</param>
/// <param name="Rate">Its rate.</param>
/// <param name="Loss">The mini-batch's loss before it.</param>
/// <param name="Smoothed">The running mean of these losses.</param>
public sealed record RateTried(int Sweep, int Sweeps, int Step, int Steps, double Rate, double Loss, double Smoothed) : RunEvent;

/// <summary>What the learning-rate range test came to.</summary>
public sealed record RateFound : RunEvent
{
    /// <summary><c>completed</c> or <c>stopped</c>.</summary>
    public required string Status { get; init; }

    /// <summary>The rate to train with, or null where none made the loss fall.</summary>
    public required double? Suggested { get; init; }

    /// <summary>What gave it: <c>steepest</c>; <c>lowest</c> for a fifth of the lowest, where the slope is steepest right before it; or <c>edge</c> for a fifth of the rate that makes it worse than untrained, where the loss falls too little for a slope.</summary>
    public required string? Choice { get; init; }

    /// <summary>The rate at which the loss falls fastest.</summary>
    public required double? Steepest { get; init; }

    /// <summary>The rate two thirds of the way through the valley.</summary>
    public required double? Valley { get; init; }

    /// <summary>The rate at which the loss is least.</summary>
    public required double? Lowest { get; init; }

    /// <summary>The rate at which the loss ran away, or null where it did at none.</summary>
    public required double? Diverged { get; init; }

    /// <summary>The block's own rate.</summary>
    public required double Written { get; init; }

    /// <summary>Passes over the rates.</summary>
    public required int Sweeps { get; init; }

    /// <summary>Steps in all.</summary>
    public required int Steps { get; init; }

    /// <summary>The smoothed loss at each rate, the mean of all passes.</summary>
    public required ImmutableArray<RatePoint> Curve { get; init; }

    /// <summary>Line of the optimizer, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>The rate and why, in two sentences.</summary>
    public required string Message { get; init; }

    /// <summary>The edit that writes the rate, where the block's is another.</summary>
    public required ImmutableArray<FindingFix> Fixes { get; init; }
}

/// <summary>How the loss answered to a rate.</summary>
public sealed record RatePoint(double Rate, double Loss);

/// <summary>Whether the model can learn one batch by heart.</summary>
public sealed record BatchLearnt : RunEvent
{
    /// <summary><c>completed</c> or <c>stopped</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Whether it can.</summary>
    public required bool Learns { get; init; }

    /// <summary>Samples of the batch.</summary>
    public required int Samples { get; init; }

    /// <summary>Steps that were taken.</summary>
    public required int Steps { get; init; }

    /// <summary>The loss before the first step.</summary>
    public required double FirstLoss { get; init; }

    /// <summary>The least loss.</summary>
    public required double Loss { get; init; }

    /// <summary>The loss that counts as learnt.</summary>
    public required double Goal { get; init; }

    /// <summary>The loss of at most 200 steps, evenly spread, the first and the last among them.</summary>
    public required ImmutableArray<double> Losses { get; init; }

    /// <summary>Line to blame, from 1, or null.</summary>
    public required int? Line { get; init; }

    /// <summary>The answer in a sentence, and what is likely wrong.</summary>
    public required string Message { get; init; }
}
