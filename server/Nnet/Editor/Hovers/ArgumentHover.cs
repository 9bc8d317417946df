using Nnet.Editor.Documentation;
using Nnet.Editor.Workspace;
using Nnet.Language.Binding;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Symbols;
using Nnet.Language.Syntax;

namespace Nnet.Editor.Hovers;

/// <summary>What an argument tells of itself, with the value that it has.</summary>
internal static class ArgumentHover
{
    private const int MostValues = 6;

    /// <summary>The hover of an argument.</summary>
    public static string Of(Snapshot snapshot, Meaning.Given given)
    {
        var analysis = snapshot.Analysis;
        var written = given.Syntax.Value is { } value ? analysis.Source[value.Span] : null;
        var text = DefinitionText.Page(given.Owner, given.Argument, written, Values(snapshot, given, written));
        return given.Syntax.Value is NameExpression name && analysis.Symbols.OccurrenceAt(name.Span.Start)?.Symbol is { } symbol
            ? new MarkdownText().Add(text).Add(NameHover.Line(snapshot, symbol)).ToString()
            : text;
    }

    /// <summary>The hover of what an edge carries.</summary>
    public static string? Of(Snapshot snapshot, Meaning.Property property)
    {
        var shapes = property.Head == "in"
            ? property.Step is { } step ? Inputs(snapshot, step) : []
            : snapshot.Analysis.Symbols.SymbolAt(property.Span.Start) is { Kind: NameKind.Label } label && NameHover.FactsOf(snapshot, label) is { } facts ? facts.Variants.Select(variant => variant.Facts.Output.Shape) : [];
        var values = shapes.Select(shape => (shape, number: EdgeProperties.Of(shape, property.Of))).Where(pair => pair.number is not null).DistinctBy(pair => pair.number).ToList();
        var doc = EdgeProperties.All.FirstOrDefault(known => known.Name == property.Of)?.Doc ?? "extent of the axis of that name";
        return new MarkdownText()
            .Add($"**{MarkdownText.Code($"{property.Head}.{property.Of}")}**{(values.Count > 0 ? $" = {MarkdownText.Code(string.Join(", ", values.Take(MostValues).Select(pair => $"{pair.number}")) + (values.Count > MostValues ? " …" : ""))}" : "")}")
            .AddText($"{char.ToUpperInvariant(doc[0])}{doc[1..]} of {(property.Head == "in" ? "what the line is fed with" : $"what the line {property.Head} gives")}.")
            .AddLines(values.Take(MostValues).Select(pair => $"{MarkdownText.Code(pair.shape.ToNamedString())}: {pair.number}"))
            .ToString();
    }

    // What the line is fed with each time, those times included at which its condition fails.
    private static IEnumerable<Shape> Inputs(Snapshot snapshot, StepStatement step)
        => snapshot.Analysis.PlacesOf(step).Select(place => place.Step.Input is { } input ? place.Model.Nodes[input].Facts?.Output.Shape : null).OfType<Shape>();

    // What the value comes to each time that the line is carried out, where that is not what is written.
    private static string? Values(Snapshot snapshot, Meaning.Given given, string? written)
    {
        var values = snapshot.Analysis.PlacesOf(given.Step)
            .Select(place => place.Step.Call).DefaultIfEmpty(snapshot.Analysis.StepAt(given.Step.Word.Span.Start)?.Call)
            .Select(call => call is not null && call.Values.TryGetValue(given.Argument, out var value) ? ValueText.Of(value.Value) : null)
            .OfType<string>().Distinct().ToList();
        if (values.Count == 0 || given.Argument.Kind is ArgumentKind.Edges or ArgumentKind.SharedLayer or ArgumentKind.Path or ArgumentKind.Text or ArgumentKind.Columns or ArgumentKind.Names or ArgumentKind.Formulas || given.Syntax.Value is NumberLiteral or PercentLiteral or QuantityLiteral or DimensionsLiteral)
        {
            return null;
        }
        return values is [var only] && only == written ? null : string.Join(", ", values.Take(MostValues)) + (values.Count > MostValues ? " …" : "");
    }
}
