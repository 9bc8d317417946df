using Nnet.Language.Training;

namespace Nnet.Engine.Runs.Metrics;

/// <summary>
/// Computes a metric of classes from single answers. A sample gives one, or one at every place; where every output has a
/// target of its own, each output is a yes-or-no answer.
/// </summary>
/// <typeparam name="TMetric">The declaration.</typeparam>
internal abstract class AnswerMeter<TMetric> : MetricMeter<TMetric>
    where TMetric : Metric
{
    private float[] _scores = [];

    /// <summary>One class out of several.</summary>
    /// <param name="scores">A score for each class.</param>
    /// <param name="truth">The true class.</param>
    protected abstract void AddChoice(ReadOnlySpan<float> scores, int truth);

    /// <summary>One yes-or-no answer.</summary>
    /// <param name="output">Which output, of how many.</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <param name="score">Above one half for yes.</param>
    /// <param name="truth">What is right.</param>
    protected abstract void AddAnswer(int output, int outputs, float score, bool truth);

    /// <inheritdoc/>
    public sealed override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int count)
    {
        var (width, targetWidth) = (outputs.Length / count, targets.Length / count);
        if (targetWidth == width)
        {
            for (var i = 0; i < outputs.Length; i++)
            {
                AddAnswer(i % width, width, outputs[i], targets[i] > Answers.Threshold);
            }
            return;
        }
        if (_scores.Length != Axis.Classes)
        {
            _scores = new float[Axis.Classes];
        }
        for (var sample = 0; sample < count; sample++)
        {
            for (var answer = 0; answer < Axis.Answers; answer++)
            {
                var first = (sample * width) + (answer * Axis.AnswerStep);
                for (var c = 0; c < _scores.Length; c++)
                {
                    _scores[c] = outputs[first + (c * Axis.Step)];
                }
                AddChoice(_scores, (int)targets[(sample * targetWidth) + answer]);
            }
        }
    }
}
