using Nnet.Language.Training.Metrics;

namespace Nnet.Engine.Runs.Metrics;

/// <summary>exp of the mean surprise at the truth. A probability that was rounded to zero counts as the least that single precision has.</summary>
internal sealed class PerplexityMeter : AnswerMeter<Perplexity>
{
    private const double Least = 1.1754944e-38;

    private double _surprise;
    private long _all;

    /// <inheritdoc/>
    public override bool MoreIsBetter => false;

    /// <inheritdoc/>
    public override double Value => Math.Exp(_surprise / _all);

    /// <inheritdoc/>
    public override void Reset() => (_surprise, _all) = (0, 0);

    /// <inheritdoc/>
    protected override void AddChoice(ReadOnlySpan<float> scores, int truth) => Add(scores[truth]);

    /// <inheritdoc/>
    protected override void AddAnswer(int output, int outputs, float score, bool truth) => Add(truth ? score : 1.0 - score);

    private void Add(double probability)
    {
        _surprise -= Math.Log(Math.Max(probability, Least));
        _all++;
    }
}
