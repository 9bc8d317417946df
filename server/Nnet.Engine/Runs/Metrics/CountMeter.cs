using Nnet.Language.Definitions;
using Nnet.Language.Training;

namespace Nnet.Engine.Runs.Metrics;

/// <summary>A ratio of what was right, wrongly taken for a class, and missed, class by class or over all; as in scikit-learn, 0 where nothing is to be divided by.</summary>
/// <typeparam name="TMetric">The declaration.</typeparam>
/// <param name="average">How classes come together.</param>
internal abstract class CountMeter<TMetric>(Argument<string> average) : AnswerMeter<TMetric>
    where TMetric : Metric
{
    private Counts[] _counts = [];

    /// <inheritdoc/>
    public override bool MoreIsBetter => true;

    /// <inheritdoc/>
    public override double Value
    {
        get
        {
            // Classes that neither occur nor are answered say nothing.
            var seen = _counts.Where(counts => counts != default).ToArray();
            return seen.Length == 0 ? double.NaN : Call.Get(average) == "micro" ? Ratio(seen.Aggregate((a, b) => a + b)) : seen.Average(Ratio);
        }
    }

    /// <inheritdoc/>
    public override void Reset() => _counts = [];

    /// <summary>The figure of one class.</summary>
    protected abstract (long Part, long Whole) Of(Counts counts);

    /// <inheritdoc/>
    protected override void AddChoice(ReadOnlySpan<float> scores, int truth)
    {
        Reserve(scores.Length);
        var answer = Answers.ClassOf(scores);
        if (answer == truth)
        {
            _counts[truth].Right++;
        }
        else
        {
            _counts[answer].Wrong++;
            _counts[truth].Missed++;
        }
    }

    /// <inheritdoc/>
    protected override void AddAnswer(int output, int outputs, float score, bool truth)
    {
        Reserve(outputs);
        var answer = score > Answers.Threshold;
        _counts[output].Right += answer && truth ? 1 : 0;
        _counts[output].Wrong += answer && !truth ? 1 : 0;
        _counts[output].Missed += !answer && truth ? 1 : 0;
    }

    private void Reserve(int classes)
    {
        if (_counts.Length < classes)
        {
            Array.Resize(ref _counts, classes);
        }
    }

    private double Ratio(Counts counts) => Of(counts) is var (part, whole) && whole > 0 ? (double)part / whole : 0;

    /// <summary>How a class was met: right, taken for it wrongly, and missed.</summary>
    protected record struct Counts(long Right, long Wrong, long Missed)
    {
        /// <summary>Both together.</summary>
        public static Counts operator +(Counts a, Counts b) => new(a.Right + b.Right, a.Wrong + b.Wrong, a.Missed + b.Missed);
    }
}
