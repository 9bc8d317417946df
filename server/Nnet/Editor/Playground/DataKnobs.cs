using System.Globalization;
using Nnet.Language.Data;
using Nnet.Language.Findings;
using Nnet.Language.Text;

namespace Nnet.Editor.Playground;

/// <summary>What a network learns from: the set, how much of it, how noisy, and which part is to learn from.</summary>
internal static class DataKnobs
{
    private const int MostSeeds = 1000;

    /// <summary>The controls of the data block.</summary>
    public static IEnumerable<Knob> Of(PlaygroundSite site)
    {
        if (site.Data.Source is { Definition: PlaygroundSource } source)
        {
            yield return new Knob(
                Knob.Show(site, "set", "Set", source, PlaygroundSource.Set, ControlKind.Choice, Knob.Words(PlaygroundSource.Set.Words)),
                value => [.. Fixes.SetArgument(source, PlaygroundSource.Set, value).Edits, .. TaskEdits.For(site, PlaygroundSource.IsToFit(value))]);
            yield return Knob.OfArgument(site, "samples", "Samples", source, PlaygroundSource.Samples, ControlKind.Slider, Knob.Numbers(50, 100, 200, 300, 500, 800, 1000, 2000, 5000));
            yield return Knob.OfArgument(site, "noise", "Noise", source, PlaygroundSource.Noise, ControlKind.Slider, Knob.Percents(Enumerable.Range(0, 11).Select(step => 5 * step)));
        }
        yield return Split(site);
        if (site.Data.Source is { Definition: PlaygroundSource } drawn)
        {
            yield return Seed(site, "draw", "Draw anew", drawn, PlaygroundSource.Seed);
        }
    }

    /// <summary>A button that takes the next seed.</summary>
    public static Knob Seed(PlaygroundSite site, string id, string label, Language.Definitions.Call call, Language.Definitions.Argument<int> argument)
    {
        var next = ((call.Get(argument) % MostSeeds) + 1).ToString(CultureInfo.InvariantCulture);
        var knob = Knob.OfArgument(site, id, label, call, argument, ControlKind.Button, []);
        return knob with { Control = knob.Control with { Choices = [new ControlChoice(next, next)] } };
    }

    private static Knob Split(PlaygroundSite site)
    {
        var shares = Knob.Percents(Enumerable.Range(1, 9).Select(step => 10 * step));
        if (site.Data.Find<SplitSetting>() is { } split)
        {
            var control = Knob.Show(site, "train", "Learn from", split, SplitSetting.Train, ControlKind.Slider, shares);
            var others = new[] { SplitSetting.Validation, SplitSetting.Test }.Where(split.Has).ToArray();
            var computed = others.Select(other => Knob.Computed(site.Source[split.SpanOf(other)])).FirstOrDefault(reason => reason is not null);
            return new Knob(control with { Disabled = control.Disabled ?? computed }, value => Parts(split, others, value));
        }
        var source = site.Data.Source!;
        var whole = new Control("train", "Learn from", ControlKind.Slider, "100%", [.. shares, new ControlChoice("100%", "100%")])
        {
            Doc = SplitSetting.Train.Doc,
            Line = site.Source.LineAt(source.Span.Start),
        };
        return new Knob(whole, value => value == "100%" ? [] : [site.InsertAfter(
            (site.Data.Find<FeaturesSetting>() ?? source).Span,
            $"split train={value} test={Percent(1 - Knob.NumberOf(value)!.Value)}")]);
    }

    // What is not learnt from is parted among the others as it was before.
    private static IEnumerable<TextEdit> Parts(Language.Definitions.Call split, Language.Definitions.Argument<double>[] others, string value)
    {
        var rest = 1 - Knob.NumberOf(value)!.Value;
        var before = others.Sum(other => split.Get(other));
        var edits = Fixes.SetArgument(split, SplitSetting.Train, value).Edits.ToList();
        var given = 0.0;
        for (var i = 0; i < others.Length; i++)
        {
            var share = i == others.Length - 1 ? rest - given : Math.Round(100 * rest * (before > 0 ? split.Get(others[i]) / before : 1.0 / others.Length)) / 100;
            given += share;
            edits.AddRange(Fixes.SetArgument(split, others[i], Percent(share)).Edits);
        }
        return edits;
    }

    private static string Percent(double share) => Math.Round(100 * share).ToString(CultureInfo.InvariantCulture) + "%";
}
