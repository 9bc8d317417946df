using System.Collections.Immutable;
using System.Globalization;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Text;
using Nnet.Language.Training;
using Nnet.Language.Training.Settings;

namespace Nnet.Editor.Playground;

/// <summary>How a network learns: loss, optimizer, rate, penalties, batch, epochs.</summary>
internal static class TrainingKnobs
{
    private static readonly double[] s_rates = [1e-5, 1e-4, 3e-4, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];
    private static readonly double[] s_penalties = [0, 1e-4, 3e-4, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1];

    /// <summary>The controls of the train block.</summary>
    public static IEnumerable<Knob> Of(PlaygroundSite site)
    {
        var train = site.Train;
        if (train.Optimizer is { Definition: Optimizer optimizer } choice)
        {
            yield return Knob.OfArgument(site, "rate", "Learning rate", choice, optimizer.LearningRate, ControlKind.Slider, Knob.Numbers(s_rates));
            yield return Choice(site, "optimizer", "Optimizer", choice, Catalog<Optimizer>.All, other => site.Replace(choice, other));
        }
        if (train.Loss is { Definition: Loss loss } written)
        {
            yield return Choice<Loss>(site, "loss", "Loss", written, [.. Catalog<Loss>.All.Where(other => other.Encoding == loss.Encoding)], other => [.. site.Replace(written, other), .. End(site, other)]);
        }
        yield return Penalty(site, RegularizeSetting.L1, "Penalty L1");
        yield return Penalty(site, RegularizeSetting.L2, "Penalty L2");
        yield return Setting<BatchSetting>(site, "batch", "Batch", BatchSetting.Size, BatchSetting.DefaultSize, Knob.Numbers(1, 2, 4, 8, 10, 16, 20, 32, 64, 128), typeof(LossSetting), typeof(OptimizerSetting), typeof(ScheduleSetting), typeof(RegularizeSetting));
        yield return Setting<EpochsSetting>(site, "epochs", "Epochs", EpochsSetting.Count, 1, Knob.Numbers(10, 20, 50, 100, 200, 500, 1000, 2000), typeof(LossSetting), typeof(OptimizerSetting), typeof(BatchSetting));
        yield return Seed(site);
    }

    private static Knob Choice<T>(PlaygroundSite site, string id, string label, Call written, ImmutableArray<T> options, Func<T, IEnumerable<TextEdit>> replace)
        where T : Definition
        => new(
            new Control(id, label, ControlKind.Choice, written.Definition.Name, [.. Knob.Words(options.Select(option => option.Name))])
            {
                Doc = written.Definition.Summary,
                Line = site.Source.LineAt(written.Span.Start),
            },
            value => replace(options.First(option => option.Name == value)));

    // A loss of free numbers is not to be fed with a probability.
    private static IEnumerable<TextEdit> End(PlaygroundSite site, Loss loss)
        => !loss.TakesProbabilities && loss.Encoding == TargetEncoding.Binary && DenseLines.Of(site) is { Output: { ActivationWord: "sigmoid" } output } ? output.WithoutActivation(site) : [];

    private static Knob Penalty(PlaygroundSite site, Argument<double> argument, string label)
    {
        var id = argument.Name;
        if (site.Train.Find<RegularizeSetting>() is not { } line)
        {
            return new Knob(
                New(site, id, label, argument, "0", Knob.Numbers(s_penalties)),
                value => value == "0" ? [] : [Insert(site, $"regularize {id}={value}", typeof(LossSetting), typeof(OptimizerSetting), typeof(ScheduleSetting))]);
        }
        var isOnly = line.Values.Keys.All(given => given == argument);
        return new Knob(
            Knob.Show(site, id, label, line, argument, ControlKind.Slider, Knob.Numbers(s_penalties)),
            value => value != "0" ? Fixes.SetArgument(line, argument, value).Edits : isOnly ? site.Remove(line.Span) : site.Remove(line, argument));
    }

    private static Knob Setting<T>(PlaygroundSite site, string id, string label, Argument<int> argument, int usual, IEnumerable<ControlChoice> choices, params ImmutableArray<Type> before)
        where T : TrainSetting
        => site.Train.Find<T>() is { } line
            ? Knob.OfArgument(site, id, label, line, argument, ControlKind.Slider, choices)
            : new Knob(
                New(site, id, label, argument, usual.ToString(CultureInfo.InvariantCulture), choices),
                value => [Insert(site, $"{Catalog<TrainSetting>.Get<T>().Name} {value}", before.AsSpan())]);

    private static Knob Seed(PlaygroundSite site)
        => site.Train.Find<SeedSetting>() is { } line
            ? DataKnobs.Seed(site, "weights", "Draw new weights", line, SeedSetting.Number)
            : new Knob(
                New(site, "weights", "Draw new weights", SeedSetting.Number, "1", []) with { Kind = ControlKind.Button, Choices = [new ControlChoice("2", "2")] },
                value => [Insert(site, $"seed {value}", typeof(EpochsSetting))]);

    private static Control New(PlaygroundSite site, string id, string label, Argument argument, string value, IEnumerable<ControlChoice> choices)
        => new(id, label, ControlKind.Slider, value, Knob.With(choices, value)) { Doc = argument.Doc, Line = site.Source.LineAt(site.Train.HeaderSpan.Start) };

    private static TextEdit Insert(PlaygroundSite site, string text, params ReadOnlySpan<Type> before)
        => site.InsertAfter(PlaygroundSite.LastOf(site.Train.Settings, before).Span, text);
}
