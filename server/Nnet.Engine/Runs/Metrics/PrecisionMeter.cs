using Nnet.Language.Training.Metrics;

namespace Nnet.Engine.Runs.Metrics;

/// <summary>Right among all that was taken for a class.</summary>
internal sealed class PrecisionMeter() : CountMeter<Precision>(Precision.Average)
{
    /// <inheritdoc/>
    protected override (long Part, long Whole) Of(Counts counts) => (counts.Right, counts.Right + counts.Wrong);
}
