using Newtonsoft.Json;
using Nnet.Engine;
using Nnet.Language;
using Nnet.Language.Findings;
using Nnet.Language.Graph;
using Nnet.Language.Text;

namespace Nnet.Cli;

/// <summary><c>nnet summary FILE</c>: the layers of a model with their shapes and sizes.</summary>
internal sealed class SummaryCommand : Command
{
    private const int LongestName = 44;

    /// <inheritdoc/>
    public override string Name => "summary";

    /// <inheritdoc/>
    public override string Summary => "Show a model's layers, shapes, parameters and costs";

    /// <inheritdoc/>
    public override string Usage => "FILE [--model NAME] [--depth N] [--json]";

    /// <inheritdoc/>
    public override IReadOnlyList<(string Option, string Meaning)> Options =>
    [
        ("--model NAME", "That model alone; without it every model of the file is shown"),
        ("--depth N", "How deep the lines of blocks and paths are shown; 0 shows the model's own lines alone, left out all"),
        ("--json", "One JSON object (the last model when the file has several and none is named)"),
        ("exit code", "0 shown, 1 the model has errors, 2 there is no such file or model"),
    ];

    /// <inheritdoc/>
    public override int Run(Arguments arguments, Terminal console)
    {
        var json = arguments.Flag("--json");
        var name = arguments.Option("--model");
        var depth = arguments.Integer("--depth", 0) ?? int.MaxValue;
        var file = arguments.Rest(1, 1, "one .nnet file")[0];
        var analysis = Analyzer.Analyze(SourceFile.Read(file), null, new DiskFiles());
        var models = Choose(analysis, file, name);
        if (json)
        {
            WriteJson(console.Out, analysis.Source, models[^1]);
        }
        else
        {
            for (var i = 0; i < models.Count; i++)
            {
                if (i > 0)
                {
                    console.Line();
                }
                Write(console, analysis.Source, models[i], depth);
            }
        }
        return Explain(console, file, analysis, json ? [models[^1]] : models);
    }

    private static IReadOnlyList<LayerGraph> Choose(Analysis analysis, string file, string? name)
    {
        if (name is not null)
        {
            var nearest = Spelling.Nearest(name, analysis.Models.Select(model => model.Name));
            return analysis.Models.FirstOrDefault(model => model.Name == name) is { } chosen
                ? [chosen]
                : throw new FileException($"`{file}` has no model `{name}`.{Spelling.Suggest(nearest)}");
        }
        return analysis.Models.Length > 0 ? analysis.Models : throw new FileException(analysis.Findings.FirstOrDefault(finding => finding.Kind.Severity == Severity.Error) is { } error
            ? $"`{file}` has no model. {error.Message}"
            : $"`{file}` has no model.");
    }

    // A table with gaps says where they come from.
    private static int Explain(Terminal console, string file, Analysis analysis, IReadOnlyList<LayerGraph> models)
    {
        if (models.All(model => model.IsComplete))
        {
            return 0;
        }
        console.Out.Flush();
        foreach (var finding in analysis.Findings.Where(finding => finding.Kind.Severity == Severity.Error))
        {
            var start = analysis.Source.PositionAt(finding.Span.Start);
            console.Error.WriteLine($"{file}:{start.Line + 1}:{start.Column + 1}: error {finding.Kind.Code}: {finding.Message}");
        }
        return 1;
    }

    private static void Write(Terminal console, SourceText source, LayerGraph model, int depth)
    {
        string[] header = ["layer", "", "output", "values", "parameters", "MACs"];
        var rows = SummaryRow.Of(source, model).SelectMany(row => Lines(row, 0, depth)).ToList();
        var widths = Enumerable.Range(0, header.Length).Select(column => rows.Select(row => row[column].Length).Append(header[column].Length).Max()).ToArray();
        console.Line(console.Bold(model.Name));
        console.Line();
        console.Line(console.Dim("  " + Row(header, widths)));
        foreach (var row in rows)
        {
            // Padded before it is painted, since colour has no width.
            console.Line("  " + Row(row, widths, console).TrimEnd());
        }
        console.Line();
        var totals = new List<(string What, string Value)>
        {
            ("parameters", $"{Figures.Count(model.Parameters)}{(model.IsComplete ? "" : console.Dim(" as far as shapes are known"))}"),
        };
        if (model.FrozenParameters > 0)
        {
            totals.Add(("frozen", $"{Figures.Count(model.FrozenParameters)} {console.Dim("of them, which training leaves as they are")}"));
        }
        if (model.Buffers > 0)
        {
            totals.Add(("buffers", $"{Figures.Count(model.Buffers)} {console.Dim("kept, not trained")}"));
        }
        totals.Add(("per sample", Figures.Macs(model.Macs)));
        totals.Add(("memory", $"{Figures.Bytes(model.MemoryBytes)} {console.Dim("for weights and one sample's activations, 32-bit")}"));
        if (model.Inputs.Count() > 1)
        {
            totals.Add(("inputs", Ends(model.Inputs)));
        }
        if (model.Outputs.Length > 1)
        {
            totals.Add(("outputs", Ends(model.Outputs.Select(id => model.Nodes[id]))));
        }
        var width = totals.Max(total => total.What.Length);
        foreach (var (what, value) in totals)
        {
            console.Line($"  {console.Dim(what.PadRight(width))}  {value}");
        }
    }

    private static string Ends(IEnumerable<Node> nodes) => string.Join(", ", nodes.Select(node => $"{node.Name} {node.Facts?.Output.Shape.ToNamedString() ?? "?"}"));

    // A row with those in it, as deep as they are wanted.
    private static IEnumerable<string[]> Lines(SummaryRow row, int level, int depth)
    {
        var name = row.Name.Length > LongestName ? row.Name[..(LongestName - 1)] + "…" : row.Name;
        yield return
        [
            new string(' ', 2 * level) + (row.Times > 1 ? $"{row.Times} × " : "") + name,
            row.Kind,
            row.Output is null ? "?" : row.Output.Value.Shape.ToNamedString(),
            row.Output is null || row.Output.Value.Domain.IsReal ? "" : row.Output.Value.Domain.ToString(),
            Sum(row.Parameters, row.Times),
            Sum(row.Macs, row.Times),
        ];
        if (level < depth)
        {
            foreach (var line in row.Rows.SelectMany(inner => Lines(inner, level + 1, depth)))
            {
                yield return line;
            }
        }
    }

    private static string Sum(long? number, int times) => number is not { } known ? "?" : times > 1 && known > 0 ? $"{times} × {Blank(known)}" : Blank(known);

    // Words to the left, numbers to the right; shapes in the accent colour, what is secondary dimmed.
    private static string Row(string[] cells, int[] widths, Terminal? console = null)
        => string.Join("  ", cells.Select((cell, column) =>
        {
            var padded = column >= 4 ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]);
            return (column, console) switch
            {
                (_, null) => padded,
                (1 or 3, _) => console.Dim(padded),
                (2, _) => console.Accent(padded),
                _ => padded,
            };
        }));

    private static string Blank(long number) => number == 0 ? "" : Figures.Count(number);

    /// <summary>The nodes of a model, those of one written layer together.</summary>
    private static IEnumerable<IReadOnlyList<Node>> Lines(LayerGraph model)
    {
        var line = new List<Node>();
        foreach (var node in model.Nodes)
        {
            // A repeated layer has one origin and several lines; an activation behind a layer belongs to it.
            if (line.Count > 0 && (!ReferenceEquals(line[0].Origin, node.Origin) || line.Count == 2))
            {
                yield return line;
                line = [];
            }
            line.Add(node);
        }
        if (line.Count > 0)
        {
            yield return line;
        }
    }

    private static void WriteJson(TextWriter output, SourceText source, LayerGraph model)
    {
        using var json = new JsonTextWriter(output) { CloseOutput = false, Formatting = Formatting.Indented };
        json.WriteStartObject();
        Property("model", model.Name);
        Property("parameters", model.Parameters);
        Property("trainable", model.Parameters - model.FrozenParameters);
        Property("buffers", model.Buffers);
        Property("macs", model.Macs);
        Property("memoryBytes", model.MemoryBytes);
        json.WritePropertyName("layers");
        json.WriteStartArray();
        foreach (var line in Lines(model))
        {
            var known = line.All(node => node.Facts is not null);
            var last = line[^1].Facts?.Output;
            json.WriteStartObject();
            Property("line", line[0].Origin.LineIn(source) + 1);
            Property("name", line[0].Name);
            Property("kind", line[0].Layer.Name);
            Property("output", last?.Shape.ToString());
            Property("domain", last?.Domain.ToString());
            Property("parameters", known ? line.Sum(node => node.Facts!.Parameters) : null);
            Property("macs", known ? line.Sum(node => node.Facts!.Macs) : null);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        output.WriteLine();

        void Property(string name, object? value)
        {
            json.WritePropertyName(name);
            json.WriteValue(value);
        }
    }
}
