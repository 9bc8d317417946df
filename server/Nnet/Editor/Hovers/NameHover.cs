using Nnet.Editor.Documentation;
using Nnet.Editor.Workspace;
using Nnet.Language.Symbols;

namespace Nnet.Editor.Hovers;

/// <summary>What a name stands for: a <c>let</c>, a parameter, an axis, a label.</summary>
internal static class NameHover
{
    private const int MostValues = 12;

    /// <summary>The hover of a name.</summary>
    public static string? Of(Snapshot snapshot, Symbol symbol) => symbol.Kind == NameKind.Label ? Label(snapshot, symbol) : Line(snapshot, symbol);

    /// <summary>What a data block calls an input or output, where models of other files have it.</summary>
    /// <param name="end">The name.</param>
    /// <param name="homes">The lines that it stands for.</param>
    public static string End(Symbol end, IEnumerable<(SourceView View, Symbol Symbol)> homes)
    {
        var lines = homes.Select(home => $"- {MarkdownText.Code(home.Symbol.Owner?.Name ?? "?")} in {MarkdownText.Code(Path.GetFileName(home.View.Source.Path) ?? "")}, line {home.View.Source.LineAt(home.Symbol.Span.Start) + 1}").Order(StringComparer.Ordinal).ToArray();
        var text = new MarkdownText().Add($"**{MarkdownText.Code(end.Name)}** of the models that learn from {MarkdownText.Code(end.Owner!.Name)}{(lines.Length > 0 ? ":" : "")}");
        return (lines.Length > 0 ? text.Add(string.Join('\n', lines)) : text).ToString();
    }

    /// <summary>A name with its values, in one line.</summary>
    public static string? Line(Snapshot snapshot, Symbol symbol)
    {
        var name = MarkdownText.Code(symbol.Name);
        var values = ValuesOf(snapshot, symbol);
        var shown = values.Count == 0 ? "" : " = " + MarkdownText.Code(string.Join(", ", values.Take(MostValues)) + (values.Count > MostValues ? " …" : ""));
        var file = symbol.Foreign is { Path: { } path } ? $" of {MarkdownText.Code(Path.GetFileName(path))}" : "";
        return symbol.Kind switch
        {
            NameKind.Let => $"**{name}**{shown} {MarkdownText.Code(Written(snapshot, symbol))}{file}",
            NameKind.Parameter => $"**{name}**{shown} parameter of {MarkdownText.Code(symbol.Owner?.Name ?? "?")}{(values.Count > 1 ? ", from call to call" : "")}",
            NameKind.Axis => $"**{name}**{shown} axis of the input",
            NameKind.Label when FactsOf(snapshot, symbol) is { } facts => $"**{name}** {MarkdownText.Code(facts.First.Output.Shape.ToNamedString())} label of a line above",
            _ => null,
        };
    }

    /// <summary>What a labelled line makes; null when it is not known.</summary>
    public static LineFacts? FactsOf(Snapshot snapshot, Symbol label)
        => label.Foreign is null && snapshot.Analysis.StepAt(label.Span.Start) is { } step ? snapshot.Steps.FactsOf(step.Syntax) : null;

    private static string? Label(Snapshot snapshot, Symbol label)
    {
        if (label.Foreign is { } foreign)
        {
            return $"**{MarkdownText.Code(label.Name)}** label of {MarkdownText.Code(label.Owner!.Name)} in {MarkdownText.Code(Path.GetFileName(foreign.Path) ?? "")}, line {foreign.LineAt(label.Span.Start) + 1}";
        }
        if (snapshot.Analysis.StepAt(label.Span.Start) is not { } step)
        {
            return null;
        }
        var text = new MarkdownText();
        if (FactsOf(snapshot, label) is not { } facts)
        {
            return text.Add($"**{MarkdownText.Code(label.Name)}** label of {MarkdownText.Code(snapshot.Source[step.Syntax.CallSpan])}").ToString();
        }
        text.Add($"**{MarkdownText.Code(label.Name)}** {MarkdownText.Code(facts.First.Output.Shape.ToNamedString())}{(facts.First.Output.Domain.IsReal ? "" : " " + MarkdownText.Code(facts.First.Output.Domain.ToString()))}")
            .Add($"What {MarkdownText.Code(snapshot.Source[step.Syntax.CallSpan])} gives, line {snapshot.Source.LineAt(step.Syntax.Word.Span.Start) + 1}{(facts.First.Parameters > 0 ? $" · {Figures.Count(facts.First.Parameters, "parameter")}" : "")}");
        LineHover.Calls(text, facts);
        return text.ToString();
    }

    private static List<string> ValuesOf(Snapshot snapshot, Symbol symbol)
    {
        var analysis = snapshot.Analysis;
        if (symbol is { Kind: NameKind.Axis, Foreign: null })
        {
            return
            [
                .. analysis.Models.SelectMany(model => model.Inputs)
                    .Where(input => input.Origin.Foreign is null && input.Origin.Span.Touches(symbol.Span.Start) && input.Facts is not null)
                    .Select(input => (input.Facts!.Output.Shape, index: input.Facts.Output.Shape.Names.IndexOf(symbol.Name)))
                    .Where(axis => axis.index >= 0).Select(axis => $"{axis.Shape[axis.index]}").Distinct(),
            ];
        }
        return symbol.Foreign is null ? [.. analysis.ValuesOf(symbol.Span.Start).Select(value => value.ToString()!)] : [];
    }

    private static string Written(Snapshot snapshot, Symbol symbol)
    {
        var source = symbol.Foreign ?? snapshot.Source;
        return source[symbol.Declaration];
    }
}
