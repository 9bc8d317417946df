using Nnet.Language.Training.Metrics;

namespace Nnet.Engine.Runs.Metrics;

/// <summary>Share of answers whose class is among the k with the highest scores; of equal scores the first count first. A yes-or-no answer has one place alone.</summary>
internal sealed class TopKMeter : AnswerMeter<TopK>
{
    private long _right;
    private long _all;

    /// <inheritdoc/>
    public override bool MoreIsBetter => true;

    /// <inheritdoc/>
    public override double Value => (double)_right / _all;

    /// <inheritdoc/>
    public override void Reset() => (_right, _all) = (0, 0);

    /// <inheritdoc/>
    protected override void AddChoice(ReadOnlySpan<float> scores, int truth)
    {
        var before = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            before += scores[i] > scores[truth] || (scores[i] == scores[truth] && i < truth) ? 1 : 0;
        }
        _right += before < Call.Get(TopK.K) && float.IsFinite(scores[truth]) ? 1 : 0;
        _all++;
    }

    /// <inheritdoc/>
    protected override void AddAnswer(int output, int outputs, float score, bool truth)
    {
        _right += score > Answers.Threshold == truth ? 1 : 0;
        _all++;
    }
}
