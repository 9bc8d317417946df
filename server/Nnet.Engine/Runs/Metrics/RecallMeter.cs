using Nnet.Language.Training.Metrics;

namespace Nnet.Engine.Runs.Metrics;

/// <summary>Right among all that is of a class.</summary>
internal sealed class RecallMeter() : CountMeter<Recall>(Recall.Average)
{
    /// <inheritdoc/>
    protected override (long Part, long Whole) Of(Counts counts) => (counts.Right, counts.Right + counts.Missed);
}
