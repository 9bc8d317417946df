using Nnet.Language.Training;
using Nnet.Language.Training.Metrics;

namespace Nnet.Language.Findings.Rules;

/// <summary>Accuracy alone on classes of very different size.</summary>
public sealed class AccuracyOfImbalance : TrainRule
{
    private const double Most = 10;

    // Up to here an accuracy that guessing reaches looks as bad as it is: the blanks of a text are many, but not most of its letters.
    private const double Low = 0.5;

    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("imbalanced-accuracy", Severity.Warning, "Accuracy alone on unequal classes",
        "Whoever always answers the largest class reaches a high accuracy there without having learnt anything; a confusion table shows it.");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, TrainSpec train)
    {
        if (train.Metrics is not [{ Definition: Accuracy } accuracy] || context.FactsOf(train.Data)?.Target is not { ClassCounts.Length: > 1 } target)
        {
            return;
        }
        var (counts, total) = (target.ClassCounts, target.ClassCounts.Sum());
        var present = counts.Where(count => count > 0).ToArray();
        if (present.Length < 2 || present.Max() <= Most * present.Min() || present.Max() <= Low * total)
        {
            return;
        }
        var (largest, smallest) = (counts.IndexOf(present.Max()), counts.IndexOf(present.Min()));
        context.Report(new Finding(
            Kind,
            accuracy.NameSpan,
            $"{train.Data!.Name} has {counts[largest]:#,0} samples of {Name(largest)} and {counts[smallest]:#,0} of {Name(smallest)}: always answering {Name(largest)} reaches an accuracy of {(double)counts[largest] / total:0.#%}. A confusion table tells more.")
        {
            Fixes = [new Fix("Add confusion to the metrics", new Text.TextEdit(new Text.Span(accuracy.Span.End, 0), " confusion"))],
        });

        string Name(int index) => target.IsNamed ? target.ClassNames[index] : $"class {target.ClassNames.ElementAtOrDefault(index) ?? $"{index}"}";
    }
}
