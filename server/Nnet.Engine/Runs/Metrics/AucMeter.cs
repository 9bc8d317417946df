using System.Runtime.InteropServices;
using Nnet.Language.Training.Metrics;

namespace Nnet.Engine.Runs.Metrics;

/// <summary>
/// The exact area under the ROC curve, from the ranks of the scores (Mann and Whitney 1947), equal scores sharing their ranks.
/// Of several classes or outputs it is the mean, those left out that have only one kind of sample.
/// </summary>
internal sealed class AucMeter : AnswerMeter<Auc>
{
    private List<(float Score, bool Truth)>[] _scores = [];

    /// <inheritdoc/>
    public override bool MoreIsBetter => true;

    /// <inheritdoc/>
    public override double Value => _scores.Select(Area).OfType<double>().ToArray() is { Length: > 0 } areas ? areas.Average() : double.NaN;

    /// <inheritdoc/>
    public override void Reset()
    {
        foreach (var scores in _scores)
        {
            scores.Clear();
        }
    }

    /// <inheritdoc/>
    protected override void AddChoice(ReadOnlySpan<float> scores, int truth)
    {
        Reserve(scores.Length);
        for (var i = 0; i < scores.Length; i++)
        {
            _scores[i].Add((scores[i], i == truth));
        }
    }

    /// <inheritdoc/>
    protected override void AddAnswer(int output, int outputs, float score, bool truth)
    {
        Reserve(outputs);
        _scores[output].Add((score, truth));
    }

    private void Reserve(int count)
    {
        if (_scores.Length != count)
        {
            _scores = [.. Enumerable.Range(0, count).Select(_ => new List<(float Score, bool Truth)>())];
        }
    }

    private static double? Area(List<(float Score, bool Truth)> scores)
    {
        var sorted = CollectionsMarshal.AsSpan(scores);
        sorted.Sort((a, b) => a.Score.CompareTo(b.Score));
        var (ranks, yes) = (0.0, 0L);
        for (int i = 0, end; i < sorted.Length; i = end)
        {
            // Scores that are equal all have the mean of their ranks, which are counted from 1.
            var among = 0L;
            for (end = i; end < sorted.Length && sorted[end].Score.Equals(sorted[i].Score); end++)
            {
                among += sorted[end].Truth ? 1 : 0;
            }
            ranks += among * (i + 1 + end) / 2.0;
            yes += among;
        }
        var no = sorted.Length - yes;
        return yes == 0 || no == 0 ? null : (ranks - (yes * (yes + 1) / 2.0)) / ((double)yes * no);
    }
}
