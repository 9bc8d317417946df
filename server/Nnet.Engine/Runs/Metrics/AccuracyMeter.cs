using Nnet.Language.Training.Metrics;

namespace Nnet.Engine.Runs.Metrics;

/// <summary>Share of right answers.</summary>
internal sealed class AccuracyMeter : AnswerMeter<Accuracy>
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
    protected override void AddChoice(ReadOnlySpan<float> scores, int truth) => Add(Answers.ClassOf(scores) == truth);

    /// <inheritdoc/>
    protected override void AddAnswer(int output, int outputs, float score, bool truth) => Add(score > Answers.Threshold == truth);

    private void Add(bool isRight)
    {
        _right += isRight ? 1 : 0;
        _all++;
    }
}
