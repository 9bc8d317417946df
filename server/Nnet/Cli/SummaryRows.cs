using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Joins;
using Nnet.Language.Layers.Structure;
using Nnet.Language.Text;

namespace Nnet.Cli;

/// <summary>A row of a model's summary: a layer, or a frame of rows.</summary>
/// <param name="Name">The layer's name, or the call of a block as it is written.</param>
/// <param name="Kind">What it is, and what is to be known of its weights.</param>
/// <param name="Output">What it gives, or null when that is not known.</param>
/// <param name="Parameters">Its parameters, those of the rows in it included; null when they are not known.</param>
/// <param name="Macs">Its multiply-accumulates of one sample.</param>
internal sealed record SummaryRow(string Name, string Kind, TensorType? Output, long? Parameters, long? Macs)
{
    /// <summary>The rows in it.</summary>
    public IReadOnlyList<SummaryRow> Rows { get; init; } = [];

    /// <summary>How many rows like this one follow one another, this one included.</summary>
    public int Times { get; init; } = 1;

    /// <summary>Whether it is a layer by itself, whose name tells it apart from others of its kind.</summary>
    public bool IsLayer { get; init; }

    /// <summary>The rows of a model, nested as its lines are; what repeats itself is one row.</summary>
    /// <param name="source">The text.</param>
    /// <param name="model">The model.</param>
    public static IReadOnlyList<SummaryRow> Of(SourceText source, LayerGraph model)
    {
        // Every line comes behind those in its braces, and takes them in. Lines that made nothing are left out.
        var open = new List<(PlacedStep Step, SummaryRow Row)>();
        foreach (var step in model.Steps.Where(step => step.End > step.First))
        {
            var first = open.FindLastIndex(other => other.Step.First < step.First) + 1;
            var rows = open.GetRange(first, open.Count - first).Select(other => other.Row).ToList();
            open.RemoveRange(first, open.Count - first);
            open.Add((step, Row(source, model, step, Gathered(rows))));
        }
        return Gathered([.. open.Select(pair => pair.Row)]);
    }

    /// <summary>Whether another row says the same, numbers of layers apart.</summary>
    private bool IsLike(SummaryRow other)
        => Kind == other.Kind && (IsLayer || Name == other.Name) && Parameters == other.Parameters && Macs == other.Macs && Equals(Output, other.Output)
            && Rows.Count == other.Rows.Count && Rows.Zip(other.Rows).All(pair => pair.First.Times == pair.Second.Times && pair.First.IsLike(pair.Second));

    // Only frames are taken together: layers have names that people look for.
    private static List<SummaryRow> Gathered(List<SummaryRow> rows)
    {
        var gathered = new List<SummaryRow>();
        foreach (var row in rows)
        {
            if (gathered.Count > 0 && row.Rows.Count > 0 && gathered[^1] with { Times = 1 } is var last && last.IsLike(row))
            {
                gathered[^1] = gathered[^1] with { Times = gathered[^1].Times + 1 };
            }
            else
            {
                gathered.Add(row);
            }
        }
        return gathered;
    }

    private static SummaryRow Row(SourceText source, LayerGraph model, PlacedStep step, List<SummaryRow> rows)
    {
        var nodes = model.Nodes.AsSpan()[step.First..step.End].ToArray();
        var isKnown = nodes.All(node => node.Facts is not null);
        var output = step.Output is { } id ? model.Nodes[id].Facts?.Output : null;
        var (name, kind) = step.Call.Definition switch
        {
            BlockDefinition => (step.TitleIn(source), "block"),
            Branch => ("path", ""),
            Residual => (nodes[^1].Name, "residual"),
            Join => (nodes[^1].Name, step.TitleIn(source)),
            _ => (nodes[0].Name, string.Join(' ', nodes.Select(node => node.Layer.Name))),
        };
        var isLayer = step.Call.Definition is Layer or Residual;
        return new SummaryRow(
            name,
            rows.Count > 0 || !isLayer ? kind : kind + Notes(model, nodes),
            isKnown ? output : null,
            isKnown ? nodes.Sum(node => node.Facts!.Parameters) : null,
            isKnown ? nodes.Sum(node => node.Facts!.Macs) : null)
        {
            Rows = rows,
            IsLayer = isLayer,
        };
    }

    private static string Notes(LayerGraph model, Node[] nodes)
    {
        var weights = nodes.SelectMany(node => node.Facts?.Weights ?? []).ToList();
        var notes = new[]
        {
            weights.Any(weight => weight.IsFrozen) ? "frozen" : null,
            weights.Select(weight => weight.TiedTo).FirstOrDefault(owner => owner is not null) is { } owner ? $"shares {model.Nodes[owner].Name}" : null,
            model.Outputs.Length > 1 && nodes.Any(node => model.Outputs.Contains(node.Id)) ? "output" : null,
        };
        return string.Concat(notes.OfType<string>().Select(note => $" · {note}"));
    }
}
