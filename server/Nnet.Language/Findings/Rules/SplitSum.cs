using System.Globalization;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Text;

namespace Nnet.Language.Findings.Rules;

/// <summary>The parts of a split are not the whole.</summary>
public sealed class SplitSum : Rule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("split-sum", Severity.Error, "The parts do not make 100%",
        "Training, validation and test part the data between them: less than 100% would leave samples unused, more would use some twice.");

    /// <inheritdoc/>
    public override void Check(RuleContext context)
    {
        foreach (var split in context.Data.Select(data => data.Find<SplitSetting>()).OfType<Call>())
        {
            Argument<double>[] parts = [SplitSetting.Train, SplitSetting.Validation, SplitSetting.Test];
            var sum = 0.0;
            foreach (var part in parts)
            {
                sum += split.Get(part);
            }
            var counts = parts.Where(part => split.Get(part) is > 1 and <= 100).ToArray();
            // 80 of a hundred is written 80%.
            if (counts.Length > 0)
            {
                ReportCounts(context, split, parts, counts);
            }
            else if (parts.FirstOrDefault(part => split.Get(part) is < 0 or > 1) is { } wrong)
            {
                context.Report(new Finding(Kind, split.SpanOf(wrong), $"{wrong.Name} is {Percent(split.Get(wrong))}; a part is a share from 0% to 100%."));
            }
            else if (split.Get(SplitSetting.Train) == 0)
            {
                context.Report(new Finding(Kind, split.SpanOf(SplitSetting.Train), "Nothing is left to train on: train is 0%."));
            }
            else if (Math.Abs(sum - 1) > 1e-6)
            {
                context.Report(new Finding(Kind, split.Span, Told(split, [.. parts.Where(split.Has)], sum)) { Fixes = [.. Mend(split, sum)] });
            }
        }
    }

    private void ReportCounts(RuleContext context, Call split, Argument<double>[] parts, Argument<double>[] counts)
    {
        var places = counts.Select(part => split.Values.TryGetValue(part, out var given) ? given.Span : split.NameSpan).OrderBy(span => span.Start).ToArray();
        var written = string.Join(' ', counts.Select(Written));
        var rest = 100 - parts.Sum(part => counts.Contains(part) ? split.Get(part) : 100 * split.Get(part));
        var edits = counts.Select(part => new TextEdit(split.SpanOf(part), $"{Number(split.Get(part))}%")).ToArray();
        var fixes = Math.Abs(rest) < 1e-6 ? [new Fix($"Write {written}", [.. edits])]
            : rest < 0 ? Array.Empty<Fix>()
            : [.. parts[1..].Where(part => !split.Has(part)).Select(part => new Fix($"Write {written} {part.Name}={Number(rest)}%", [.. edits, new TextEdit(new Span(split.Span.End, 0), $" {part.Name}={Number(rest)}%")]))];
        var left = rest > 1e-6 && fixes.Length > 0 ? $", and {Number(rest)}% are left for {string.Join(" or ", parts[1..].Where(part => !split.Has(part)).Select(part => $"{part.Name}="))}" : "";
        context.Report(new Finding(Kind, Span.Cover(places[0], places[^1]), $"A part is a share of the whole: `{written}`{left}.") { Fixes = [.. fixes] });

        string Written(Argument<double> part) => $"{part.Name}={Number(split.Get(part))}%";
    }

    // The part that is missing, or the last one that is given, takes what is left.
    private static IEnumerable<Fix> Mend(Call split, double sum)
    {
        Argument<double>[] candidates = [SplitSetting.Test, SplitSetting.Validation, SplitSetting.Train];
        return candidates
            .OrderBy(part => split.Has(part) ? 1 : 0)
            .Select(part => (part, rest: split.Get(part) + 1 - sum))
            .Where(candidate => candidate.rest is > 1e-6 and <= 1 && candidate.part != SplitSetting.Train || candidate.rest > 0.3)
            .Take(2)
            .Select(candidate => Fixes.SetArgument(split, candidate.part, Percent(candidate.rest)));
    }

    private static string Told(Call split, Argument<double>[] given, double sum)
        => given is [_] ? $"The parts make {Percent(sum)}: nothing says what the other {Percent(1 - sum)} are for. Give them to validation=, test= or both."
            : $"The parts make {Percent(sum)}: {string.Join(" + ", given.Select(part => Percent(split.Get(part))))}.";

    private static string Percent(double share) => Number(share * 100) + "%";

    private static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
