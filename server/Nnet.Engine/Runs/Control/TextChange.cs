using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using Nnet.Engine.Data;
using Nnet.Language;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;
using Nnet.Language.Text;
using Nnet.Language.Training;
using Nnet.Language.Training.Schedules;
using Nnet.Language.Training.Settings;

namespace Nnet.Engine.Runs.Control;

/// <summary>A text that takes the place of the one that a run was begun with: rate, schedule and epochs may differ, nothing else.</summary>
/// <param name="Spec">The train block of the new text; null where the text is refused.</param>
/// <param name="Changes">What differs, a sentence each.</param>
/// <param name="Refusal">Why it is refused, or null.</param>
/// <param name="Line">The line to blame, from 1, or null.</param>
internal sealed record TextChange(TrainSpec? Spec, ImmutableArray<string> Changes, string? Refusal, int? Line)
{
    private const string Allowed = "While a run is paused, only the learning rate, the schedule and the number of epochs can change. Undo it, or stop and train anew.";

    /// <summary>Compares texts.</summary>
    /// <param name="now">The train block as it is trained now.</param>
    /// <param name="text">The new text.</param>
    /// <param name="file">The .nnet file, for relative paths.</param>
    /// <param name="epoch">The epoch that goes on, from 1.</param>
    public static TextChange Of(TrainSpec now, string text, string file, int epoch)
    {
        var source = new SourceText(text, file);
        var analysis = Analyzer.Analyze(source, new DataProbe(), new DiskFiles());
        TextChange Refuse(string message, Span? place) => new(null, [], message, place is { } span ? source.LineAt(span.Start) + 1 : null);
        if (analysis.Findings.FirstOrDefault(finding => finding.Kind.Severity == Severity.Error) is { } error)
        {
            return Refuse($"The text has an error: {error.Message} Mend it, then resume.", error.Span);
        }
        if (analysis.Trains.FirstOrDefault(train => train.Name == now.Name) is not { Model: { } model, Data: { } data, Optimizer: { } optimizer } spec)
        {
            return Refuse($"The text has no block \"train {now.Name} on …\" any more. {Allowed}", null);
        }
        if (Describe(model) != Describe(now.Model!))
        {
            return Refuse($"The model {model.Name} is another one than the run began with, and what it learnt does not fit. {Allowed}", FirstOther(now.Model!, model));
        }
        if (data.Name != now.Data!.Name || Describe(data.Settings) != Describe(now.Data.Settings))
        {
            return Refuse($"The data block {data.Name} is another one than the run began with. {Allowed}", data.NameSpan);
        }
        if (DescribeWithoutRate(optimizer) != DescribeWithoutRate(now.Optimizer!))
        {
            return Refuse($"The optimizer is another one than the run began with, or has other arguments than its rate. {Allowed}", optimizer.Span);
        }
        if (Other(spec, now) is { } other)
        {
            return Refuse($"\"{other.Definition.Name}\" is not as it was when the run began. {Allowed}", other.Span);
        }
        if (MonitorOf(spec.Schedule) is { } monitor && MonitorOf(now.Schedule) != monitor)
        {
            return Refuse($"A schedule that waits for {monitor} needs its figures from the first epoch on. {Allowed}", spec.Schedule!.Span);
        }
        if (spec.Epochs < epoch)
        {
            return Refuse($"epochs {spec.Epochs} is over: the run is in epoch {epoch}. Write a greater number, or stop the run.", spec.Find<EpochsSetting>()!.Span);
        }
        return new TextChange(spec, [.. Differences(now, spec)], null, null);
    }

    /// <summary>A text with another number of epochs in a train block.</summary>
    public static string WithEpochs(TrainSpec spec, string text, int epochs)
    {
        var place = spec.Find<EpochsSetting>()!.SpanOf(EpochsSetting.Count);
        return string.Concat(text.AsSpan(0, place.Start), epochs.ToString(CultureInfo.InvariantCulture), text.AsSpan(place.End));
    }

    private static IEnumerable<string> Differences(TrainSpec before, TrainSpec after)
    {
        static double RateOf(TrainSpec spec) => spec.Optimizer!.Get(((Optimizer)spec.Optimizer.Definition).LearningRate);
        if (RateOf(before) != RateOf(after))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"The learning rate is {RateOf(after)} instead of {RateOf(before)}.");
        }
        if (Describe(before.Schedule) != Describe(after.Schedule))
        {
            yield return after.Schedule is { } schedule ? $"The schedule is {Describe(schedule)}." : "The learning rate stays as it is: there is no schedule any more.";
        }
        if (before.Epochs != after.Epochs)
        {
            yield return $"{after.Epochs:N0} epochs are planned instead of {before.Epochs:N0}.";
        }
    }

    private static string? MonitorOf(Call? schedule) => schedule is { Definition: PlateauSchedule } ? schedule.Get(PlateauSchedule.Monitor) : null;

    // The first setting that differs or came or went, but for those that may.
    private static Call? Other(TrainSpec spec, TrainSpec now)
    {
        static IEnumerable<Call> Fixed(TrainSpec spec) => spec.Settings.Where(call => call.Definition is not (EpochsSetting or ScheduleSetting or OptimizerSetting));
        var (were, are) = (Fixed(now).ToLookup(Describe), Fixed(spec).ToLookup(Describe));
        return Fixed(spec).FirstOrDefault(call => !were.Contains(Describe(call)))
            ?? (Fixed(now).Any(call => !are.Contains(Describe(call))) ? spec.Find<EpochsSetting>() : null);
    }

    private static Span? FirstOther(LayerGraph before, LayerGraph after)
    {
        var pairs = after.Nodes.Zip(before.Nodes).FirstOrDefault(pair => Describe(pair.First) != Describe(pair.Second));
        return (pairs.First ?? after.Nodes.LastOrDefault())?.Origin.Here.Span;
    }

    private static string Describe(LayerGraph model) => string.Join('\n', model.Nodes.Select(Describe)) + string.Join(',', model.Outputs);

    private static string Describe(Node node) => $"{string.Join(',', node.Inputs)}→{Describe(node.Call)} {node.Facts?.Output.Shape}";

    private static string Describe(IEnumerable<Call> calls) => string.Join('\n', calls.Select(Describe));

    private static string DescribeWithoutRate(Call optimizer)
        => Describe(optimizer with { Values = optimizer.Values.Without(((Optimizer)optimizer.Definition).LearningRate) });

    private static string Describe(Call? call) => call is null ? "" : string.Join(' ',
    [
        call.Definition.Name,
        .. call.Values.OrderBy(pair => pair.Key.Name, StringComparer.Ordinal).Select(pair => $"{pair.Key.Name}={Describe(pair.Value.Value)}"),
        .. call.Choices.Select(Describe),
    ]);

    private static string Describe(object value) => value switch
    {
        Call call => Describe(call),
        string text => text,
        IEnumerable list => $"[{string.Join(',', list.Cast<object>().Select(Describe))}]",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
