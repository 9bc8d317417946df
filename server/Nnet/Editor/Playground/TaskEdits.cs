using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Text;
using Nnet.Language.Training;
using Nnet.Language.Training.Losses;
using Nnet.Language.Training.Metrics;
using Nnet.Language.Training.Schedules;
using Nnet.Language.Training.Settings;

namespace Nnet.Editor.Playground;

/// <summary>A set of classes needs another loss, another end of the network and other figures than one of values.</summary>
internal static class TaskEdits
{
    /// <summary>What has to change so that a block learns values, or classes; nothing where it does so already.</summary>
    /// <param name="site">The text.</param>
    /// <param name="toFit">Whether it is to learn values.</param>
    public static IEnumerable<TextEdit> For(PlaygroundSite site, bool toFit)
    {
        if (site.Train.Loss is not { Definition: Loss loss } choice || (loss.Encoding == TargetEncoding.Values) == toFit)
        {
            return [];
        }
        return
        [
            .. site.Replace(choice, toFit ? Catalog<Loss>.Get<MeanSquaredError>() : Catalog<Loss>.Get<BinaryCrossEntropy>()),
            .. Output(site, toFit),
            .. Metrics(site, toFit),
            .. site.Data.Find<SplitSetting>() is { } split && toFit ? site.Remove(split, SplitSetting.Stratify) : [],
            .. site.Train.Find<EarlyStoppingSetting>() is { } stopping ? Monitor(stopping, EarlyStoppingSetting.Monitor, toFit) : [],
            .. site.Train.Schedule is { Definition: PlateauSchedule } plateau ? Monitor(plateau, PlateauSchedule.Monitor, toFit) : [],
        ];
    }

    private static IEnumerable<TextEdit> Output(PlaygroundSite site, bool toFit)
        => DenseLines.Of(site) is { Output: { ActivationWord: { } word } output }
            ? toFit ? output.WithoutActivation(site) : word == "sigmoid" ? [] : output.WithActivation("sigmoid")
            : [];

    private static IEnumerable<TextEdit> Metrics(PlaygroundSite site, bool toFit)
    {
        var metrics = site.Train.Metrics;
        return metrics.Any(metric => ((Metric)metric.Definition).ForClasses == toFit)
            ? [new TextEdit(Span.Cover(metrics[0].Span, metrics[^1].Span), toFit ? Catalog<Metric>.Get<Rmse>().Name : Catalog<Metric>.Get<Accuracy>().Name)]
            : [];
    }

    // A figure that is no longer measured cannot be waited for.
    private static IEnumerable<TextEdit> Monitor(Call call, Argument<string> argument, bool toFit)
    {
        var figure = call.Get(argument);
        var metric = Catalog<Metric>.Find(figure.StartsWith("val_", StringComparison.Ordinal) ? figure[4..] : figure);
        return metric is not null && metric.ForClasses == toFit ? Fixes.SetArgument(call, argument, "val_loss").Edits : [];
    }
}
