using System.Collections.Immutable;
using System.Globalization;
using Nnet.Editor.Documentation;
using Nnet.Language;
using Nnet.Language.Data;

namespace Nnet.Editor.Hovers;

/// <summary>What data and its columns tell: rows, columns, classes, first values.</summary>
internal static class DataHover
{
    private const int MostColumns = 12;
    private const int MostClasses = 12;
    private const int MostCategories = 5;

    /// <summary>The hover of a data block's name.</summary>
    public static string? Of(Analysis analysis, string name)
    {
        var text = new MarkdownText();
        return (analysis.Looks.GetValueOrDefault(name) switch
        {
            DataLook.Seen { Facts: var facts } => text
                .Add($"**`data {name}`** {Figures.Count(facts.Rows, "row")} · {MarkdownText.Code(facts.Input.ToString())} → {Target(facts.Target)}")
                .Add(Classes(facts.Target))
                .Add(Columns(facts))
                .Add(Dates(facts.Dates)),
            DataLook.Unreadable unreadable => text.Add($"**`data {name}`**").AddText(unreadable.Message),
            _ => text.Add($"**`data {name}`**").AddText("The data was not looked at yet."),
        }).ToString();
    }

    /// <summary>The hover of a column.</summary>
    public static string? Of(Analysis analysis, Meaning.Column column)
    {
        if (analysis.Looks.GetValueOrDefault(column.Block) is not DataLook.Seen { Facts: var facts }
            || facts.Columns.FirstOrDefault(known => known.Name == column.Name) is not { } found)
        {
            return null;
        }
        if (found.IsText)
        {
            return new MarkdownText()
                .Add($"**{MarkdownText.Code(found.Name)}** column of `{column.Block}`")
                .AddLines(
                    $"{Figures.Count(found.Categories.Length)} {(found.Categories.Length == 1 ? "category" : "categories")}, {Figures.Count(found.Inputs, "input")}",
                    MostFrequent(found, MostClasses))
                .ToString();
        }
        return new MarkdownText()
            .Add($"**{MarkdownText.Code(found.Name)}** column of `{column.Block}`")
            .AddLines(
                $"{Span(found.Low, found.High)}, mean {Number(found.Mean)}, deviation {Number(found.Deviation)}",
                found.First.IsEmpty ? null : $"first values {First(found)}")
            .ToString();
    }

    private static string Target(TargetFacts target) => target switch
    {
        { Classes: { } classes, IsNamed: true } => $"{Figures.Count(classes)} classes",
        { Classes: { } classes } => $"{Figures.Count(classes)} classes, or values {Span(target.Low, target.High)}",
        { Width: > 1 } => $"{Figures.Count(target.Width)} values {Span(target.Low, target.High)}",
        _ => $"values {Span(target.Low, target.High)}",
    };

    private static string Span(double low, double high) => $"from {Number(low)} to {Number(high)}";

    private static string? Classes(TargetFacts target)
    {
        if (target.ClassCounts.IsDefaultOrEmpty)
        {
            return null;
        }
        var shown = target.ClassCounts.Take(MostClasses).Select((count, i) =>
            $"{MarkdownText.Escape(target.ClassNames.ElementAtOrDefault(i) ?? i.ToString(CultureInfo.InvariantCulture))} {Figures.Count(count)}");
        return string.Join(" · ", shown) + (target.ClassCounts.Length > MostClasses ? " · …" : "");
    }

    private static string? Columns(DataFacts facts)
    {
        // The columns of images are pixels, which tell nothing by themselves; those of a series come again in every row of a sample.
        if (facts.Columns.IsDefaultOrEmpty || (facts.Input.Shape.Rank > 1 && facts.Columns.Sum(column => column.Inputs) == facts.Input.Shape.Count))
        {
            return null;
        }
        return string.Join("\n\n", new[] { Numbers([.. facts.Columns.Where(column => !column.IsText)]), Texts([.. facts.Columns.Where(column => column.IsText)]) }.OfType<string>());
    }

    private static string? Dates(ImmutableArray<string> dates)
        => dates.IsEmpty ? null : $"{string.Join(", ", dates.Select(MarkdownText.Code))}: dates, which say which row is older and are not fed in.";

    private static string? Texts(ColumnFacts[] columns)
    {
        if (columns.Length == 0)
        {
            return null;
        }
        var rows = columns.Take(MostColumns).Select(column => $"| {MarkdownText.Escape(column.Name)} | {column.Inputs} | {MostFrequent(column, MostCategories)} |");
        return $"| column | inputs | categories |\n|---|--:|---|\n{string.Join('\n', rows)}{More(columns.Length)}";
    }

    // What most rows hold comes first.
    private static string MostFrequent(ColumnFacts column, int most)
        => string.Join(" · ", column.Categories.OrderByDescending(category => category.Count).Take(most).Select(category => $"{MarkdownText.Escape(category.Name)} {Figures.Count(category.Count)}"))
            + (column.Categories.Length > most ? $" · … {column.Categories.Length - most} more" : "");

    private static string More(int columns) => columns > MostColumns ? $"\n\n… and {Figures.Count(columns - MostColumns, "more column")}" : "";

    private static string? Numbers(ColumnFacts[] columns)
    {
        if (columns.Length == 0)
        {
            return null;
        }
        var hasFirst = columns.Any(column => !column.First.IsEmpty);
        var rows = columns.Take(MostColumns).Select(column =>
            $"| {MarkdownText.Escape(column.Name)} | {Number(column.Low)} | {Number(column.High)} | {Number(column.Mean)} | {Number(column.Deviation)} |{(hasFirst ? $" {First(column)} |" : "")}");
        return $"| column | least | greatest | mean | deviation |{(hasFirst ? " first values |" : "")}\n|---|--:|--:|--:|--:|{(hasFirst ? "---|" : "")}\n{string.Join('\n', rows)}{More(columns.Length)}";
    }

    private static string First(ColumnFacts column) => string.Join(", ", column.First.Select(Number)) + " …";

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture).Replace('-', '−');
}
