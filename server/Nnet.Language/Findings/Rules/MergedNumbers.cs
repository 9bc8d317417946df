using Nnet.Language.Data;
using Nnet.Language.Training;

namespace Nnet.Language.Findings.Rules;

/// <summary>Numbers of a column are so large that different ones become the same.</summary>
public sealed class MergedNumbers : TrainRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("merged-numbers", Severity.Warning, "Different numbers become the same",
        "Networks calculate with 32-bit numbers, which have seven digits: beyond 16,777,216 they are whole numbers apart, at the nanoseconds of today two minutes.");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, TrainSpec train)
    {
        if (train.Data is not { IsComplete: true, Source: { } source } data
            || context.FactsOf(data) is not { Merged: { IsEmpty: false } merged } facts
            || merged.Where(values => IsUsed(data, facts, values.Column)).ToArray() is not [var first, .. var more])
        {
            return;
        }
        var ignore = source.Definition is SeriesSource ? SeriesSource.Ignore : CsvSource.Ignore;
        string[] inputs = [.. more.Prepend(first).Select(values => values.Column).Where(column => facts.Columns.Any(input => input.Name == column))];
        var others = more.Length == 0 ? "" : $" So {(more.Length == 1 ? "does" : "do")} {string.Join(", ", more.Select(values => values.Column))}.";
        context.ReportData(Kind, train, new Problem(
            source.NameSpan,
            $"{first.Column} holds {first.One} and {first.Other}, which both become {(double)first.Number:F0}: a network's numbers have seven digits, and {first.Share:0%} of the rows lose what tells them apart from others.{others} "
            + $"Write a time as what has passed since a start in the table{(inputs.Length == 0 ? "" : $", and leave an id out: ignore={CsvSource.Ignored(source, ignore, inputs)}")}.",
            () => inputs.Length > 0 ? [Fixes.SetArgument(source, ignore, CsvSource.Ignored(source, ignore, inputs))] : []));
    }

    // Whether a column is fed in or learnt: those that are learnt are no columns of the inputs.
    private static bool IsUsed(DataSpec data, DataFacts facts, string column)
        => !data.Features.Any()
            || !facts.Columns.Any(input => input.Name == column)
            || data.TargetColumns.Contains(column)
            || data.Features.Any(line => data.FormulasOf(line, facts.Columns.Select(input => input.Name)).Any(formula => formula.Variables.Contains(column)));
}
