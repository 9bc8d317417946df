using Nnet.Language.Data;
using Nnet.Language.Training;

namespace Nnet.Language.Findings.Rules;

/// <summary>A column that counts the rows of its table is fed to a network.</summary>
public sealed class RowNumberAsFeature : TrainRule
{
    private const int FewestRows = 10;

    private const double Tolerance = 1e-3;

    // A column without a name is x and its number here; pandas and R write one before all others.
    private static readonly string[] s_names = ["x1", "id", "index", "idx", "row", "rowid", "row_id", "rownames", "rownumber", "row_number", "nr", "no", "no.", "number", "#", "unnamed: 0", "lfd", "s.no", "sno"];

    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("row-number", Severity.Warning, "A column counts the rows",
        "The number of a row is no property of what stands in it. Where rows are sorted it gives the answer away, and for a new sample it means nothing.");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, TrainSpec train)
    {
        if (train.Data is not { IsComplete: true, Source: { Definition: CsvSource } source } data
            || data.Find<FeaturesSetting>() is not null
            || context.FactsOf(data) is not { Rows: >= FewestRows, Columns.Length: > 1 } facts
            || facts.Columns.FirstOrDefault(column => Counts(column, facts.Rows)) is not { } counter)
        {
            return;
        }
        context.ReportData(Kind, train, new Problem(
            source.NameSpan,
            $"{counter.Name} counts the rows from {counter.Low:0} to {counter.High:0}, and is fed in like what was measured. Leave it out: ignore={CsvSource.Ignored(source, CsvSource.Ignore, counter.Name)}.",
            () => [Fixes.SetArgument(source, CsvSource.Ignore, CsvSource.Ignored(source, CsvSource.Ignore, counter.Name))]));
    }

    // Mean and deviation are those of the numbers from the first to the last, each once, and the first rows have the first ones.
    private static bool Counts(ColumnFacts column, int rows)
        => !column.IsText
            && s_names.Contains(column.Name.Trim().ToLowerInvariant())
            && column.Low is 0 or 1
            && column.High - column.Low == rows - 1
            && !column.First.IsEmpty
            && column.First.Select((value, row) => value - row).All(start => start == column.Low)
            && Math.Abs(column.Deviation - Math.Sqrt((((double)rows * rows) - 1) / 12)) < Tolerance * rows;
}
