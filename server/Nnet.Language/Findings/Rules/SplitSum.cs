using System.Globalization;
using Nnet.Language.Data;
using Nnet.Language.Definitions;

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
            if (parts.FirstOrDefault(part => split.Get(part) is < 0 or > 1) is { } wrong)
            {
                context.Report(new Finding(Kind, split.SpanOf(wrong), $"{wrong.Name} is {Percent(split.Get(wrong))}; a part is a share from 0% to 100%."));
            }
            else if (split.Get(SplitSetting.Train) == 0)
            {
                context.Report(new Finding(Kind, split.SpanOf(SplitSetting.Train), "Nothing is left to train on: train is 0%."));
            }
            else if (Math.Abs(sum - 1) > 1e-6)
            {
                context.Report(new Finding(Kind, split.Span, $"The parts make {Percent(sum)}: {string.Join(" + ", parts.Where(split.Has).Select(part => Percent(split.Get(part))))}.") { Fixes = [.. Mend(split, sum)] });
            }
        }
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

    private static string Percent(double share) => (share * 100).ToString("0.##", CultureInfo.InvariantCulture) + "%";
}
