using Nnet.Language.Training;
using Nnet.Language.Training.Metrics;

namespace Nnet.Language.Findings.Rules;

/// <summary>As many answers count as there are classes.</summary>
public sealed class TopOfAll : TrainRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("top-k-of-all", Severity.Warning, "Every answer counts as right",
        "The true class is always among as many answers as there are classes, so that the figure is 1 whatever the network has learnt.");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, TrainSpec train)
    {
        if (train is not { Model: { IsComplete: true } model, Loss.Definition: Loss { Encoding: TargetEncoding.ClassIndex } } || train.Metrics.FirstOrDefault(metric => metric.Definition is TopK) is not { } top)
        {
            return;
        }
        var (classes, k) = (ClassAxis.Of(model.Output!.Facts!.Output.Shape).Classes, top.Get(TopK.K));
        if (k >= classes)
        {
            context.Report(new Finding(Kind, top.SpanOf(TopK.K), $"{model.Name} has {classes} classes, so that the true one is always among the {k} likeliest{(top.Has(TopK.K) ? "" : " that top_k counts when nothing is said")}.")
            {
                Fixes = classes > 2
                    ? [top.Has(TopK.K) ? Fixes.SetArgument(top, TopK.K, $"{classes / 2}") : new Fix($"Write top_k {classes / 2}", new Text.TextEdit(new Text.Span(top.NameSpan.End, 0), $" {classes / 2}"))]
                    : [Fixes.Replace("Change to accuracy", top.Span, "accuracy")],
            });
        }
    }
}
