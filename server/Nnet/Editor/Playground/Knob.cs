using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Text;

namespace Nnet.Editor.Playground;

/// <summary>A control with what it does to the text.</summary>
/// <param name="Control">What is shown.</param>
/// <param name="Turn">The edits that set it to one of its values.</param>
internal sealed partial record Knob(Control Control, Func<string, IEnumerable<TextEdit>> Turn)
{
    /// <summary>A knob for an argument that the text gives or leaves to its default.</summary>
    /// <param name="site">The text.</param>
    /// <param name="id">Id of the control.</param>
    /// <param name="label">Its label.</param>
    /// <param name="call">The line.</param>
    /// <param name="argument">The argument.</param>
    /// <param name="kind">How it is operated.</param>
    /// <param name="choices">What it can be set to; a number that is written stands among them.</param>
    public static Knob OfArgument(PlaygroundSite site, string id, string label, Call call, Argument argument, string kind, IEnumerable<ControlChoice> choices)
        => new(
            Show(site, id, label, call, argument, kind, choices),
            value => Fixes.SetArgument(call, argument, value).Edits);

    /// <summary>What <see cref="OfArgument"/> shows, for knobs that do more.</summary>
    public static Control Show(PlaygroundSite site, string id, string label, Call call, Argument argument, string kind, IEnumerable<ControlChoice> choices)
    {
        var written = call.Values.TryGetValue(argument, out var given) ? site.Source[given.ValueSpan] : argument.DefaultText ?? "";
        return new Control(id, label, kind, written, kind == ControlKind.Slider ? With(choices, written) : [.. choices])
        {
            Doc = argument.Doc,
            Line = site.Source.LineAt(call.SpanOf(argument).Start),
            Disabled = kind == ControlKind.Choice ? (choices.Any(choice => choice.Value == written) ? null : Elsewhere(written)) : Computed(written),
        };
    }

    /// <summary>Numbers as choices.</summary>
    public static IEnumerable<ControlChoice> Numbers(params IEnumerable<double> numbers) => numbers.Select(number => Same(Value.Number.Write(number)));

    /// <summary>Shares as choices, in percent.</summary>
    public static IEnumerable<ControlChoice> Percents(params IEnumerable<int> percents) => percents.Select(percent => Same(percent.ToString(CultureInfo.InvariantCulture) + "%"));

    /// <summary>Words as choices.</summary>
    public static IEnumerable<ControlChoice> Words(IEnumerable<string> words) => words.Select(word => new ControlChoice(word, word.Replace('_', ' ')));

    /// <summary>The choices with the one that is written in its place, whichever way it is written: <c>0.3</c> is <c>30%</c>.</summary>
    public static ImmutableArray<ControlChoice> With(IEnumerable<ControlChoice> choices, string written)
        => NumberOf(written) is { } number
            ? [.. choices.Where(choice => NumberOf(choice.Value) != number).Append(Same(written)).OrderBy(choice => NumberOf(choice.Value))]
            : [.. choices, .. written.Length > 0 ? [Same(written)] : Array.Empty<ControlChoice>()];

    /// <summary>The number that a text writes out, a percentage as its share; null when it is no plain number.</summary>
    public static double? NumberOf(string written)
        => PlainNumber().Match(written) is { Success: true } match
            && double.TryParse(match.Groups[1].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? match.Groups[2].Length > 0 ? Math.Round(number / 100, 12) : number
            : null;

    /// <summary>Why a number that is not written out cannot be set here; null when it is.</summary>
    public static string? Computed(string written) => NumberOf(written) is null ? Elsewhere(written) : null;

    private static string Elsewhere(string written) => $"The text computes it: {written}. Change it there.";

    private static ControlChoice Same(string written) => new(written, written);

    [GeneratedRegex(@"^(\d*\.?\d+(?:[eE][+-]?\d+)?)(%?)$", RegexOptions.CultureInvariant)]
    private static partial Regex PlainNumber();
}
