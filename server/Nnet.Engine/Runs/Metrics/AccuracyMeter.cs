using Nnet.Language.Training.Metrics;

namespace Nnet.Engine.Runs.Metrics;

/// <summary>Share of right classes; with several yes-or-no outputs, share of right answers.</summary>
internal sealed class AccuracyMeter : MetricMeter<Accuracy>
{
    private long _right;
    private long _all;

    /// <inheritdoc/>
    public override bool MoreIsBetter => true;

    /// <inheritdoc/>
    public override double Value => (double)_right / _all;

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int count)
    {
        var (width, targetWidth) = (outputs.Length / count, targets.Length / count);
        if (targetWidth == width)
        {
            for (var i = 0; i < outputs.Length; i++)
            {
                _right += outputs[i] > Answers.Threshold == targets[i] > Answers.Threshold ? 1 : 0;
            }
            _all += outputs.Length;
            return;
        }
        for (var sample = 0; sample < count; sample++)
        {
            _right += Answers.ClassOf(outputs.Slice(sample * width, width)) == (int)targets[sample] ? 1 : 0;
        }
        _all += count;
    }

    /// <inheritdoc/>
    public override void Reset() => (_right, _all) = (0, 0);
}
