using Nnet.Language.Training;

namespace Nnet.Language.Findings.Rules;

/// <summary>Losses of other outputs alone, or two of the last line.</summary>
public sealed class LastLineWithoutLoss : TrainRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("one-main-loss", Severity.Error, "The last line of a model has one loss",
        "Metrics, early stopping and answers are about the model's last line, so a training needs to know by what it learns: one `loss` without output=.");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, TrainSpec train)
    {
        if (train.Model is not { IsComplete: true, Output: { } last } model || train.Losses.ToArray() is not { Length: > 0 } losses)
        {
            return;
        }
        var mains = losses.Where(loss => loss.Get(Loss.Output) is { Length: 0 } || model.FindOutput(loss.Get(Loss.Output)) == last).ToArray();
        if (mains.Length > 1)
        {
            context.Report(new Finding(Kind, mains[1].NameSpan, $"`{model.NameOf(last)}` is the last line of {model.Name}, which has a loss on line {context.Source.LineAt(mains[0].NameSpan.Start) + 1} already; only one of the two can count."));
        }
        else if (mains.Length == 0)
        {
            context.Report(new Finding(Kind, losses[0].SpanOf(Loss.Output), $"Every loss here is of another output, but the last line of {model.Name}, {model.NameOf(last)}, needs one as well: write a line `loss` without output=."));
        }
    }
}
