using System.Collections.Immutable;
using Nnet.Editor.Workspace;
using Nnet.Language;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Joins;
using Nnet.Language.Layers.Regularization;
using Nnet.Language.Layers.Structure;
using Nnet.Language.Text;

namespace Nnet.Editor.Graphs;

/// <summary>
/// Makes the picture of a model. A written line is one node, with its activation. A block is a frame; paths need none, since edges
/// show them. Rounds of a repetition that are alike are drawn once, as papers do; where they differ they stand in a frame of
/// their own.
/// </summary>
internal sealed class PictureBuilder
{
    // More than anyone can look at. Blocks that call blocks make ten thousand layers of a few lines.
    private const int EnoughParts = 3_000;

    private readonly LayerGraph _model;
    private readonly SourceText _source;
    private readonly List<Part> _parts = [];
    private readonly Part?[] _partOf;
    private readonly int[] _standsFor;

    private PictureBuilder(LayerGraph model, SourceText source)
    {
        (_model, _source) = (model, source);
        _partOf = new Part?[model.Nodes.Length];
        _standsFor = [.. Enumerable.Range(0, model.Nodes.Length)];
    }

    /// <summary>The picture of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="analysis">What it is of.</param>
    /// <param name="earlier">The picture before, whose parts keep their ids; its lines are those of the text now.</param>
    public static GraphPicture Build(LayerGraph model, Analysis analysis, GraphPicture earlier)
    {
        var builder = new PictureBuilder(model, analysis.Source);
        var root = new Part("", null, null, 0, 0);
        builder.Lines(StepTree.Of(model), root);
        PartIds.Assign(root, earlier, analysis.Source);
        return new GraphPicture(
            model.Name,
            [.. analysis.Models.Select(each => each.Name)],
            [.. builder._parts.Where(part => !part.IsFrame).Select(builder.Node)],
            [.. builder._parts.Where(part => part.IsFrame).Select(builder.Frame)],
            [.. builder.Edges()])
        {
            Total = model.IsComplete ? ModelTotals.Of(model).ToString() : null,
            Columns = builder.Columns(),
        };
    }

    private void Lines(ImmutableArray<PlacedLine> lines, Part parent)
    {
        foreach (var repetition in StepTree.Repetitions(lines))
        {
            if (repetition.Times == 1)
            {
                Round(repetition.Rounds[0], parent, 1);
            }
            else
            {
                Repetition(repetition, parent);
            }
        }
    }

    private void Repetition(Repetition repetition, Part parent)
    {
        var runs = new List<(int First, int Count)>();
        for (var round = 0; round < repetition.Times;)
        {
            var count = 1;
            while (round + count < repetition.Times && Sameness.Holds(_model, repetition, round, round + count, _source))
            {
                count++;
            }
            runs.Add((round, count));
            round += count;
        }
        if (runs.Count == repetition.Times && repetition[0].End - repetition[0].Start > 0)
        {
            parent = Series(repetition, parent);
        }
        foreach (var (first, count) in runs)
        {
            Round(repetition.Rounds[first], parent, count);
            StandIn(repetition, first, count);
        }
    }

    // A frame around rounds that differ, so that they fold into one.
    private Part Series(Repetition repetition, Part parent)
    {
        var first = repetition.Rounds[0][0].Step;
        return Add(new Part(repetition.Rounds[0].Length == 1 ? first.Call.Definition.Name : "repeat", first, parent, repetition[0].Start, repetition[repetition.Times - 1].End)
        {
            IsFrame = true,
            IsSeries = true,
            Title = repetition.Rounds[0].Length == 1 ? TitleOf(first) : "repeat",
            Times = repetition.Times,
        });
    }

    // The nodes of the later rounds are those of the first.
    private void StandIn(Repetition repetition, int first, int count)
    {
        var from = repetition[first].Start;
        for (var round = first + 1; round < first + count; round++)
        {
            var (start, end) = (repetition[round].Start, repetition[round].End);
            for (var node = start; node < end; node++)
            {
                _standsFor[node] = from + node - start;
            }
        }
    }

    private void Round(ImmutableArray<PlacedLine> lines, Part parent, int times)
    {
        if (times == 1)
        {
            foreach (var line in lines)
            {
                Line(line, parent, 1);
            }
        }
        else if (lines.Length == 1)
        {
            Line(lines[0], parent, times);
        }
        else
        {
            var first = lines[0].Step;
            Lines(lines, Add(new Part("repeat", first, parent, first.First, lines[^1].Step.End) { IsFrame = true, Title = "repeat", Times = times }));
        }
    }

    private void Line(PlacedLine line, Part parent, int times)
    {
        var step = line.Step;
        if (step.First == step.End)
        {
            return;
        }
        if (step.Call.Definition is BlockDefinition && _parts.Count >= EnoughParts)
        {
            Add(new Part(step.Call.Definition.Name, step, parent, step.First, step.End) { IsClosed = true, Times = times });
            return;
        }
        if (step.Call.Definition is BlockDefinition)
        {
            Lines(line.Inner, Add(new Part(step.Call.Definition.Name, step, parent, step.First, step.End) { IsFrame = true, Title = TitleOf(step), Times = times }));
            return;
        }
        if (line.Inner.Length > 0 && times > 1)
        {
            parent = Add(new Part(step.Call.Definition.Name, step, parent, step.First, step.End) { IsFrame = true, Title = step.Call.Definition.Name, Times = times });
            times = 1;
        }
        Lines(line.Inner, parent);
        // What the lines inside did not make is the line's own: a joint stands behind its paths.
        var own = line.Inner.IsEmpty ? step.First : line.Inner[^1].Step.End;
        if (own < step.End)
        {
            Add(new Part(_model.Nodes[own].Layer.Name, step, parent, own, step.End) { Times = times });
        }
    }

    private Part Add(Part part)
    {
        part.Parent!.Inner.Add(part);
        _parts.Add(part);
        if (!part.IsFrame)
        {
            for (var node = part.First; node < part.End; node++)
            {
                _partOf[node] = part;
            }
        }
        return part;
    }

    private SourceText TextOf(Origin origin) => origin.Foreign ?? _source;

    private string TitleOf(PlacedStep step)
        => step.Call.Values.IsEmpty ? step.Call.Definition.Name : $"{step.Call.Definition.Name} {ArgumentText.Of(step.Call, TextOf(step.Origin))}";

    private GraphNode Node(Part part)
    {
        var (first, last) = (_model.Nodes[part.First], _model.Nodes[part.End - 1]);
        var place = PlaceOf(part);
        return new GraphNode(part.Id, FrameOf(part), part.Word, place.Line, place.Column)
        {
            Uri = UriOf(part),
            Kind = first.Layer switch { _ when part.IsClosed => "layer", Input => "input", Join => "join", Activation => "activation", _ => "layer" },
            Label = part.IsClosed ? null : LabelOf(first),
            Arguments = ArgumentText.Of(part.IsClosed ? part.Step!.Call : first.Call, TextOf(part.Step!.Origin)),
            Shape = last.Facts?.Output.Shape.ToString(),
            Parameters = part.Times * Parameters(part.First, part.End),
            Times = part.Times,
            IsOutput = Enumerable.Range(part.First, part.End - part.First).Any(_model.Outputs.Contains) || _model.Outputs.Any(output => StandIn(output) is var shown && shown >= part.First && shown < part.End),
        };
    }

    private GraphFrame Frame(Part part)
    {
        var place = PlaceOf(part);
        var last = part.IsSeries ? _model.Nodes[part.End - 1] : part.Step!.Output is { } output && output >= part.First && output < part.End ? _model.Nodes[output] : _model.Nodes[part.End - 1];
        return new GraphFrame(part.Id, FrameOf(part), part.Word, place.Line, place.Column)
        {
            Uri = UriOf(part),
            Title = part.Title,
            Times = part.Times,
            IsSeries = part.IsSeries,
            Shape = last.Facts?.Output.Shape.ToString(),
            Parameters = (part.IsSeries ? 1 : part.Times) * Parameters(part.First, part.End),
            Layers = Leaves(part),
        };
    }

    private static int Leaves(Part part) => part.Inner.Sum(inner => inner.IsFrame ? Leaves(inner) : 1);

    private long Parameters(int first, int end)
    {
        var sum = 0L;
        for (var node = first; node < end; node++)
        {
            sum += _model.Nodes[node].Facts?.Parameters ?? 0;
        }
        return sum;
    }

    private LinePosition PlaceOf(Part part) => TextOf(part.Step!.Origin).PositionAt(part.Step.Origin.NameSpan.Start);

    private static string? UriOf(Part part) => part.Step!.Origin.Foreign?.Path is { } path ? Paths.UriOf(path) : null;

    private static string? FrameOf(Part part) => part.Parent!.Parent is null ? null : part.Parent.Id;

    // An automatic name is the layer's word and a number; an input may have its label among its arguments.
    private static string? LabelOf(Node node)
        => node.Call.Has(Input.Label) || node.Name.StartsWith(node.Layer.Name + "_", StringComparison.Ordinal) && int.TryParse(node.Name.AsSpan(node.Layer.Name.Length + 1), out _) ? null : node.Name;

    private int StandIn(int node)
    {
        while (_standsFor[node] != node)
        {
            node = _standsFor[node];
        }
        return node;
    }

    private IEnumerable<GraphEdge> Edges()
    {
        var seen = new HashSet<(Part, Part)>();
        foreach (var node in _model.Nodes)
        {
            // Later rounds feed each other as the first one does; what leaves the last one leaves the picture of all.
            if (_standsFor[node.Id] == node.Id && _partOf[node.Id] is { } to)
            {
                foreach (var input in node.Inputs)
                {
                    if (_partOf[StandIn(input)] is { } from && from != to && seen.Add((from, to)))
                    {
                        yield return new GraphEdge(from.Id, to.Id);
                    }
                }
            }
        }
    }

    // One input, then dense layers with their activations, all in a row.
    private ImmutableArray<GraphColumn> Columns()
    {
        var columns = ImmutableArray.CreateBuilder<GraphColumn>();
        foreach (var node in _model.Nodes)
        {
            if (node.Facts is not { Output.Shape: { Rank: 1 } shape } || (node.Id > 0 && node.Inputs is not [var before] || node.Id > 0 && node.Inputs[0] != node.Id - 1))
            {
                return [];
            }
            switch (node.Layer)
            {
                case Input when node.Id == 0:
                case Dense:
                    columns.Add(new GraphColumn(_partOf[StandIn(node.Id)]!.Id, shape[0], null));
                    break;
                case Activation activation when columns.Count > 0:
                    columns[^1] = columns[^1] with { Activation = columns[^1].Activation is { } inner ? $"{inner}, {activation.Name}" : activation.Name };
                    break;
                case Dropout when columns.Count > 0:
                    break;
                default:
                    return [];
            }
        }
        return columns.Count > 1 ? columns.ToImmutable() : [];
    }
}

/// <summary>A node or a frame of a picture in the making.</summary>
/// <param name="word">What it is called by.</param>
/// <param name="step">The line that makes it; null for the whole.</param>
/// <param name="parent">The frame that it stands in; null for the whole.</param>
/// <param name="first">Id of its first node.</param>
/// <param name="end">Behind the id of its last node.</param>
internal sealed class Part(string word, PlacedStep? step, Part? parent, int first, int end)
{
    public string Word => word;

    public PlacedStep? Step => step;

    public Part? Parent => parent;

    public int First => first;

    public int End => end;

    public string Title { get; init; } = "";

    public int Times { get; init; } = 1;

    public bool IsFrame { get; init; }

    public bool IsSeries { get; init; }

    /// <summary>Whether it is a block that is drawn as one node, without its lines.</summary>
    public bool IsClosed { get; init; }

    /// <summary>What stands in it, in the order of the text.</summary>
    public List<Part> Inner { get; } = [];

    /// <summary>What tells it from all others; set by <see cref="PartIds"/>.</summary>
    public string Id { get; set; } = "";
}
