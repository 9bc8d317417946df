using Nnet.Editor.Documentation;
using Nnet.Editor.Workspace;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Structure;

namespace Nnet.Editor.InlayHints;

/// <summary>Writes hints and what is told of them.</summary>
public static class HintText
{
    /// <summary>The text of a line's hint; empty when there is nothing to tell that the line does not say itself.</summary>
    /// <param name="line">The line.</param>
    /// <param name="settings">What the user wants to see.</param>
    public static string Of(PlacedFacts line, EditorSettings settings)
        => string.Join(" · ", new[] { Output(line, settings), Parameters(line, settings), Macs(line, settings) }.OfType<string>());

    /// <summary>What is told of a hint, in Markdown; empty when there is no more to tell.</summary>
    public static string TipOf(PlacedFacts line)
    {
        var text = new MarkdownText();
        if (line.Repeat is { } repeat)
        {
            text.AddText(repeat.Each is { } each
                ? $"{Figures.Count(repeat.Rounds)} × {Figures.Count(each)} = {Figures.Count(repeat.Total, "parameter")}"
                : $"{Figures.Count(repeat.Rounds)} rounds with {Figures.Count(repeat.Total, "parameter")} together");
        }
        if (line.Facts is not { } facts)
        {
            return text.ToString();
        }
        if (facts.Variants.Length > 1)
        {
            return text.AddText($"{Figures.Count(facts.Times)} calls").Add(CallTable.Of(facts)).ToString();
        }
        var first = facts.First;
        return text.AddLines(
            first.Parameters > 0 && first.ParameterArithmetic is { } parameters ? MarkdownText.Escape($"{Figures.Count(first.Parameters, "parameter")} = {parameters}") : null,
            first.ShapeArithmetic is { } shape ? MarkdownText.Escape(shape) : null,
            first.Macs > 0 ? Figures.Macs(first.Macs) : null,
            facts.Times > 1 ? $"the same in all {Figures.Count(facts.Times)} calls" : null).ToString();
    }

    private static string? Output(PlacedFacts line, EditorSettings settings)
    {
        // A path ends with its last line, which has a hint of its own.
        if (line is not { Facts: { } facts } || line.Word is Branch)
        {
            return null;
        }
        var type = facts.First.Output;
        var shape = type.Shape.ToNamedString();
        var parts = new[]
        {
            settings.ShowShapes && !Repeats(line, type.Shape) ? shape + (facts.Variants.Any(variant => variant.Facts.Output.Shape.ToNamedString() != shape) ? " …" : "") : null,
            settings.ShowDomains && !type.Domain.IsReal ? type.Domain.ToString() : null,
        };
        var text = string.Join(' ', parts.OfType<string>());
        return text.Length > 0 ? text : null;
    }

    // `input 1x28x28` says its shape itself.
    private static bool Repeats(PlacedFacts line, Shape shape)
        => line.Word is Input && line.Written.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1) is var words
            && (words.Contains(shape.ToSource()) || words.Contains(shape.ToString()) || string.Concat(words).Contains(shape.ToSource().Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal) && shape.Rank > 1);

    private static string? Parameters(PlacedFacts line, EditorSettings settings)
    {
        if (!settings.ShowParameters || line.Word is Branch)
        {
            return null;
        }
        if (line.Repeat is { Rounds: > 1, Total: > 0 } repeat)
        {
            return repeat.Each is { } each ? $"{Figures.Count(repeat.Rounds)} × {Figures.Count(each)}" : Figures.Count(repeat.Total);
        }
        return line.Facts is { } facts && facts.Variants.Any(variant => variant.Facts.Parameters > 0)
            ? Figures.Count(facts.First.Parameters) + (facts.Variants.Any(variant => variant.Facts.Parameters != facts.First.Parameters) ? " …" : "")
            : null;
    }

    private static string? Macs(PlacedFacts line, EditorSettings settings)
        => settings.ShowMacs && line.Word is not Branch && line.Facts is { First.Macs: > 0 } facts
            ? Figures.Macs(facts.First.Macs) + (facts.Variants.Any(variant => variant.Facts.Macs != facts.First.Macs) ? " …" : "")
            : null;
}
