using Nnet.Language.Training.Metrics;

namespace Nnet.Engine.Runs.Metrics;

/// <summary>The harmonic mean of precision and recall.</summary>
internal sealed class F1Meter() : CountMeter<F1>(F1.Average)
{
    /// <inheritdoc/>
    protected override (long Part, long Whole) Of(Counts counts) => (2 * counts.Right, (2 * counts.Right) + counts.Wrong + counts.Missed);
}
