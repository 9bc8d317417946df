using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Training;
using Nnet.Language.Training.Schedules;
using Nnet.Language.Training.Settings;

namespace Nnet.Language.Findings.Rules;

/// <summary>Something waits for a figure that nobody computes.</summary>
public sealed class MonitorWithoutFigure : TrainRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("monitor-without-figure", Severity.Warning, "The watched figure is not computed",
        "Early stopping and the plateau schedule can only watch what there is: val_ figures need a validation part, and metrics have to be asked for.");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, TrainSpec train)
    {
        if (train.Find<EarlyStoppingSetting>() is { } stopping)
        {
            Check(context, train, stopping, stopping, EarlyStoppingSetting.Monitor);
        }
        if (train.Schedule is { Definition: PlateauSchedule } plateau)
        {
            Check(context, train, train.Find<ScheduleSetting>()!, plateau, PlateauSchedule.Monitor);
        }
    }

    private void Check(RuleContext context, TrainSpec train, Call setting, Call watcher, Argument<string> argument)
    {
        if (train.Data is null)
        {
            return;
        }
        var (name, monitor) = (watcher.Definition.Name, watcher.Get(argument));
        var validates = monitor.StartsWith("val_", StringComparison.Ordinal);
        var figure = validates ? monitor[4..] : monitor;
        var split = train.Data.Find<SplitSetting>();
        if (validates && !(split?.Get(SplitSetting.Validation) > 0))
        {
            context.Report(new Finding(Kind, watcher.SpanOf(argument), $"{name} watches {monitor}, but {train.Data.Name} has no validation part: {(split is null ? "it has no split" : "its split gives validation nothing")}.")
            {
                Fixes = [.. train.Data.Foreign is null ? AddValidation(split) : [], Fixes.SetArgument(watcher, argument, figure)],
            });
        }
        else if (figure != "loss" && !train.Metrics.Any(metric => metric.Definition.Name == figure) && !LossesOf(train).Contains(figure))
        {
            if (figure.EndsWith(Objective.FigureOf(""), StringComparison.Ordinal))
            {
                string[] losses = ["loss", .. LossesOf(train)];
                var nearest = Text.Spelling.Nearest(figure, losses) ?? "loss";
                context.Report(new Finding(Kind, watcher.SpanOf(argument), $"{name} watches {monitor}, but no output of this block has that loss; there {(losses.Length == 1 ? "is" : "are")} {string.Join(", ", losses)}.")
                {
                    Fixes = [Fixes.SetArgument(watcher, argument, (validates ? "val_" : "") + nearest)],
                });
                return;
            }
            var metrics = train.Find<MetricsSetting>();
            context.Report(new Finding(Kind, watcher.SpanOf(argument), $"{name} watches {monitor}, but {figure} is not among the metrics of this block.")
            {
                Fixes =
                [
                    metrics is null
                        ? Fixes.InsertStepBefore(context.Source, setting, $"metrics {figure}")
                        : new Fix($"Add {figure} to the metrics", new Text.TextEdit(new Text.Span(metrics.Span.End, 0), $" {figure}")),
                ],
            });
        }
    }

    private static IEnumerable<string> LossesOf(TrainSpec train) => train.Objectives.Where(objective => !objective.IsMain).Select(objective => objective.Figure);

    // A tenth of the data, taken from the training part.
    private static IEnumerable<Fix> AddValidation(Call? split)
    {
        if (split is null || split.Get(SplitSetting.Train) <= 0.2 || !split.Has(SplitSetting.Train))
        {
            return [];
        }
        var train = new Value.Percent(Math.Round(split.Get(SplitSetting.Train) - 0.1, 6)).ToString();
        return [new Fix("Add validation=10% to the split", [.. Fixes.SetArgument(split, SplitSetting.Train, train).Edits, .. Fixes.SetArgument(split, SplitSetting.Validation, "10%").Edits])];
    }
}
