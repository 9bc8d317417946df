using Nnet.Language.Training.Metrics;

namespace Nnet.Engine.Runs.Metrics;

/// <summary>Root of the mean squared error.</summary>
internal sealed class RmseMeter : MetricMeter<Rmse>
{
    private double _sum;
    private long _count;

    /// <inheritdoc/>
    public override bool MoreIsBetter => false;

    /// <inheritdoc/>
    public override double Value => Math.Sqrt(_sum / _count);

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int count)
    {
        for (var i = 0; i < outputs.Length; i++)
        {
            var error = (double)outputs[i] - targets[i];
            _sum += error * error;
        }
        _count += outputs.Length;
    }

    /// <inheritdoc/>
    public override void Reset() => (_sum, _count) = (0, 0);
}
