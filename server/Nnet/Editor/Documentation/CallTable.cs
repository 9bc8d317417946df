using Nnet.Editor.Workspace;

namespace Nnet.Editor.Documentation;

/// <summary>The different things that a line of a block makes, as a table: one row for each, with the first call that led to it.</summary>
public static class CallTable
{
    private const int MostRows = 8;

    /// <summary>The table in Markdown.</summary>
    public static string Of(LineFacts facts)
    {
        var hasParameters = facts.Variants.Any(variant => variant.Facts.Parameters > 0);
        var rows = facts.Variants.Take(MostRows).Select(variant =>
            $"| {MarkdownText.Code(variant.Call ?? variant.Model)}{(variant.Times > 1 ? $" ×{Figures.Count(variant.Times)}" : "")} | {MarkdownText.Code(Arrow(variant.Facts))} |{(hasParameters ? $" {Figures.Count(variant.Facts.Parameters)} |" : "")}");
        var more = facts.Variants.Length > MostRows ? $"\n\n… and {Figures.Count(facts.Variants.Length - MostRows, "more kind")} of call" : "";
        return $"| called by | shapes |{(hasParameters ? " parameters |" : "")}\n|---|---|{(hasParameters ? "--:|" : "")}\n{string.Join('\n', rows)}{more}";
    }

    /// <summary>What comes in and what goes out: <c>1×28×28 → 6×28×28</c>.</summary>
    public static string Arrow(StepFacts facts) => facts.Input is { } input ? $"{input.Shape.ToNamedString()} → {facts.Output.Shape.ToNamedString()}" : facts.Output.Shape.ToNamedString();
}
