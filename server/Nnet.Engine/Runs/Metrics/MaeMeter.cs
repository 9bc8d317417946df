using Nnet.Language.Training.Metrics;

namespace Nnet.Engine.Runs.Metrics;

/// <summary>Mean absolute error.</summary>
internal sealed class MaeMeter : MetricMeter<Mae>
{
    private double _sum;
    private long _count;

    /// <inheritdoc/>
    public override bool MoreIsBetter => false;

    /// <inheritdoc/>
    public override double Value => _sum / _count;

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int count)
    {
        for (var i = 0; i < outputs.Length; i++)
        {
            _sum += Math.Abs((double)outputs[i] - targets[i]);
        }
        _count += outputs.Length;
    }

    /// <inheritdoc/>
    public override void Reset() => (_sum, _count) = (0, 0);
}
