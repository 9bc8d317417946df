using Nnet.Language.Training.Metrics;

namespace Nnet.Engine.Runs.Metrics;

/// <summary>Share of the variance that is explained, over all outputs together.</summary>
internal sealed class R2Meter : MetricMeter<R2>
{
    private double _residual;
    private double[] _mean = [];
    private double[] _spread = [];
    private long _count;

    /// <inheritdoc/>
    public override bool MoreIsBetter => true;

    /// <inheritdoc/>
    public override double Value => _spread.Sum() is > 0 and var spread ? 1 - (_residual / spread) : double.NaN;

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int count)
    {
        var width = outputs.Length / count;
        if (_mean.Length != width)
        {
            (_mean, _spread) = (new double[width], new double[width]);
        }
        for (var i = 0; i < outputs.Length; i++)
        {
            var error = (double)outputs[i] - targets[i];
            _residual += error * error;
        }
        // Welford's recurrence: the spread around the mean in one pass, without the loss of digits of Σy² − n·ȳ².
        for (var sample = 0; sample < count; sample++)
        {
            _count++;
            for (var i = 0; i < width; i++)
            {
                var distance = targets[(sample * width) + i] - _mean[i];
                _mean[i] += distance / _count;
                _spread[i] += distance * (targets[(sample * width) + i] - _mean[i]);
            }
        }
    }

    /// <inheritdoc/>
    public override void Reset() => (_residual, _mean, _spread, _count) = (0, [], [], 0);
}
