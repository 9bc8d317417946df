using System.Globalization;
using Nnet.Editor.Documentation;
using Nnet.Language;
using Nnet.Language.Data;
using Nnet.Language.Graph;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Editor.Hovers;

/// <summary>What a hover shows, and for which stretch of the text.</summary>
/// <param name="Span">The word that it is about.</param>
/// <param name="Markdown">What it says.</param>
public sealed record HoverContent(Span Span, string Markdown);

/// <summary>Writes hovers.</summary>
public static class HoverText
{
    private const int MostColumns = 12;
    private const int MostClasses = 12;

    /// <summary>The hover at an offset, or null.</summary>
    /// <param name="analysis">The text.</param>
    /// <param name="offset">The place.</param>
    /// <param name="hasPictures">Whether the client draws pictures.</param>
    public static HoverContent? At(Analysis analysis, int offset, bool hasPictures)
    {
        var meaning = Meaning.At(analysis, offset);
        var markdown = meaning switch
        {
            Meaning.StepWord word => Step(analysis, word, hasPictures),
            Meaning.Word word => DefinitionText.Page(word.Definition, hasPictures),
            Meaning.Given given => DefinitionText.Page(given.Owner, given.Argument, Written(analysis, given.Syntax)),
            Meaning.Model model => Model(analysis, model.Name),
            Meaning.Data data => Data(analysis, data.Name),
            Meaning.Column column => Column(analysis, column),
            _ => null,
        };
        return markdown is null ? null : new HoverContent(meaning!.Span, markdown);
    }

    private static string? Written(Analysis analysis, ArgumentSyntax argument) => argument.Value is { } value ? analysis.Source[value.Span] : null;

    private static string Step(Analysis analysis, Meaning.StepWord word, bool hasPictures)
    {
        var graph = analysis.Models.FirstOrDefault(model => model.Nodes.Any(node => node.Origin.NameSpan == word.Span));
        var nodes = graph?.Nodes.Where(node => node.Origin.NameSpan == word.Span).ToList();
        if (nodes is not [{ Facts: not null } first, ..] || nodes[^1].Facts is not { } last)
        {
            return DefinitionText.Page(word.Layer, hasPictures);
        }
        return new MarkdownText()
            .Add($"**`{word.Layer.Name}`** {MarkdownText.Code(Arrow(graph!, first, last))} {Values(last.Output.Domain)}")
            .AddLines(ParameterLine(nodes), CostLine(nodes), first.Facts!.ShapeArithmetic is { } arithmetic ? MarkdownText.Escape(arithmetic) : null)
            .AddBlock(word.Layer.Formula)
            .AddText(DefinitionText.Prose(word.Layer))
            .Add(hasPictures ? CurvePicture.Of(word.Layer) : null)
            .AddList(nodes.SelectMany(node => node.Facts!.Weights.Select(weight => Weight(weight, isTrained: true)).Concat(node.Facts.Buffers.Select(buffer => Weight(buffer, isTrained: false)))))
            .ToString();
    }

    private static string Arrow(LayerGraph graph, Node first, LayerFacts last)
    {
        var inputs = first.Inputs.Select(id => graph.Nodes[id].Facts?.Output.Shape.ToString() ?? "?").ToList();
        return inputs.Count == 0 ? last.Output.Shape.ToString() : $"{string.Join(", ", inputs)} → {last.Output.Shape}";
    }

    private static string Values(Domain domain) => domain switch
    {
        { IsReal: true } => "real values",
        { Kind: DomainKind.Interval } => $"values in {MarkdownText.Code(domain.ToString())}",
        _ => MarkdownText.Escape(domain.ToString()),
    };

    private static string? ParameterLine(List<Node> nodes)
    {
        var parameters = nodes.Sum(node => node.Facts!.Parameters);
        if (parameters == 0)
        {
            return null;
        }
        var arithmetic = string.Join(" + ", nodes.Select(node => node.Facts!.ParameterArithmetic).OfType<string>());
        var buffers = nodes.Sum(node => node.Facts!.BufferCount);
        var kept = buffers > 0 ? $" · {Figures.Count(buffers)} kept but not trained" : "";
        return MarkdownText.Escape($"{Figures.Count(parameters, "parameter")} = {arithmetic}{kept}");
    }

    private static string CostLine(List<Node> nodes)
    {
        var macs = nodes.Sum(node => node.Facts!.Macs);
        var weights = nodes.Sum(node => node.Facts!.Parameters + node.Facts.BufferCount);
        var outputs = nodes.Sum(node => node.Facts!.Output.Shape.Count);
        return string.Join(" · ", new[]
        {
            macs > 0 ? Figures.Macs(macs) : null,
            $"{Figures.Bytes(sizeof(float) * outputs)} of output per sample",
            weights > 0 ? $"{Figures.Bytes(sizeof(float) * weights)} of weights" : null,
        }.OfType<string>());
    }

    private static string Weight(Weight weight, bool isTrained)
    {
        var start = weight.Initial switch
        {
            Initializer.Constant constant => $"starts at {Figures.Measure(constant.Value)}",
            Initializer.Uniform uniform => $"starts uniform within ±{Figures.Measure(uniform.Limit)} ({uniform.Scheme})",
            Initializer.Normal normal => $"starts normal with deviation {Figures.Measure(normal.Deviation)} ({normal.Scheme})",
            _ => "starts as suits the activation behind it",
        };
        return $"`{weight.Name}` {weight.Shape}: {MarkdownText.Escape(start)}{(isTrained ? "" : ", kept but not trained")}";
    }

    private static string? Model(Analysis analysis, string name)
    {
        if (analysis.Models.FirstOrDefault(model => model.Name == name) is not { Nodes.Length: > 0 } model)
        {
            return null;
        }
        var layers = model.Nodes.Select(node => node.Origin.NameSpan).Distinct().Count();
        var input = model.Inputs.FirstOrDefault()?.Facts?.Output.Shape.ToString() ?? "?";
        var output = model.Output?.Facts?.Output.Shape.ToString() ?? "?";
        return new MarkdownText()
            .Add($"**`model {name}`** {MarkdownText.Code($"{input} → {output}")}")
            .AddLines(
                model.IsComplete ? null : "Not every layer could be inferred; the sums are of those that could.",
                $"{Figures.Count(model.Parameters, "parameter")}{(model.Buffers > 0 ? $" · {Figures.Count(model.Buffers)} kept but not trained" : "")}",
                $"{Figures.Macs(model.Macs)} · {Figures.Bytes(model.MemoryBytes)} for one sample",
                Figures.Count(layers, "layer"))
            .ToString();
    }

    private static string? Data(Analysis analysis, string name)
    {
        if (analysis.Data.FirstOrDefault(data => data.Name == name) is null)
        {
            return null;
        }
        var text = new MarkdownText();
        return (analysis.Looks.GetValueOrDefault(name) switch
        {
            DataLook.Seen { Facts: var facts } => text
                .Add($"**`data {name}`** {Figures.Count(facts.Rows, "row")} · {MarkdownText.Code(facts.Input.ToString())} → {Target(facts.Target)}")
                .Add(Classes(facts.Target))
                .Add(Columns(facts)),
            DataLook.Unreadable unreadable => text.Add($"**`data {name}`**").AddText(unreadable.Message),
            _ => text.Add($"**`data {name}`**").AddText("The data was not looked at yet."),
        }).ToString();
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
        // The columns of images are pixels, which tell nothing by themselves.
        if (facts.Columns.IsDefaultOrEmpty || facts.Input.Shape.Rank > 1)
        {
            return null;
        }
        var rows = facts.Columns.Take(MostColumns).Select(column =>
            $"| {MarkdownText.Escape(column.Name)} | {Number(column.Low)} | {Number(column.High)} | {Number(column.Mean)} | {Number(column.Deviation)} |");
        var more = facts.Columns.Length > MostColumns ? $"\n\n… and {Figures.Count(facts.Columns.Length - MostColumns, "more column")}" : "";
        return $"| column | least | greatest | mean | deviation |\n|---|--:|--:|--:|--:|\n{string.Join('\n', rows)}{more}";
    }

    private static string? Column(Analysis analysis, Meaning.Column column)
    {
        if (analysis.Looks.GetValueOrDefault(column.Block) is not DataLook.Seen { Facts: var facts }
            || facts.Columns.FirstOrDefault(known => known.Name == column.Name) is not { } found)
        {
            return null;
        }
        return new MarkdownText()
            .Add($"**{MarkdownText.Code(found.Name)}** column of `{column.Block}`")
            .AddLines($"{Span(found.Low, found.High)}, mean {Number(found.Mean)}, deviation {Number(found.Deviation)}")
            .ToString();
    }

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture).Replace('-', '−');
}
