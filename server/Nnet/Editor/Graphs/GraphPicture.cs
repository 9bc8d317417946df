using System.Collections.Immutable;

namespace Nnet.Editor.Graphs;

/// <summary>A model as the graph view shows it: lines that make layers, frames around those of a block, and what flows between them.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Models">The names of all models of the file, in the order of the text.</param>
/// <param name="Nodes">The lines that make layers, in the order in which they are carried out.</param>
/// <param name="Frames">The blocks, the outer ones first.</param>
/// <param name="Edges">What feeds what.</param>
public sealed record GraphPicture(
    string Model,
    ImmutableArray<string> Models,
    ImmutableArray<GraphNode> Nodes,
    ImmutableArray<GraphFrame> Frames,
    ImmutableArray<GraphEdge> Edges)
{
    /// <summary>A picture of nothing.</summary>
    public static GraphPicture Empty { get; } = new("", [], [], [], []);

    /// <summary>The sums over the model, or null as long as they were never known: <c>61,706 parameters · 0.42 M MACs · 0.9 MB</c>.</summary>
    public string? Total { get; init; }

    /// <summary>The layers of neurons, where the model is a chain of dense layers; otherwise empty.</summary>
    public ImmutableArray<GraphColumn> Columns { get; init; } = [];

    /// <summary>The errors that stand at no line of the picture.</summary>
    public ImmutableArray<GraphProblem> Problems { get; init; } = [];

    /// <summary>Whether the text cannot be read just now, and this is what the model was before.</summary>
    public bool IsStale { get; init; }
}

/// <summary>Where something of a picture is written.</summary>
public interface IGraphPlace
{
    /// <summary>Tells it from all others; it stays the same while the text around its line is edited.</summary>
    string Id { get; }

    /// <summary>Id of the frame that it stands in, or null.</summary>
    string? Frame { get; }

    /// <summary>What it is called by, whatever its arguments: <c>conv</c>, <c>Basic</c>.</summary>
    string Word { get; }

    /// <summary>Zero-based line.</summary>
    int Line { get; }

    /// <summary>UTF-16 column.</summary>
    int Character { get; }

    /// <summary>The file, when it is another one.</summary>
    string? Uri { get; }

    /// <summary>How often it is carried out in a row, each time the same; 1 mostly.</summary>
    int Times { get; }

    /// <summary>Shape of what it gives: <c>6×28×28</c>; null as long as it was never known.</summary>
    string? Shape { get; }

    /// <summary>The worst that was found at its line, or null.</summary>
    GraphProblem? Problem { get; }
}

/// <summary>A line that makes a layer, its <c>activation=</c> included.</summary>
public sealed record GraphNode(string Id, string? Frame, string Word, int Line, int Character) : IGraphPlace
{
    /// <inheritdoc/>
    public string? Uri { get; init; }

    /// <summary>What it is: <c>input</c>, <c>join</c>, <c>activation</c> or <c>layer</c>.</summary>
    public string Kind { get; init; } = "layer";

    /// <summary>The label of the line, or null.</summary>
    public string? Label { get; init; }

    /// <summary>Its arguments with the values of this place: <c>64 kernel=3 padding=1</c>.</summary>
    public string Arguments { get; init; } = "";

    /// <inheritdoc/>
    public string? Shape { get; init; }

    /// <summary>Parameters of all times together.</summary>
    public long Parameters { get; init; }

    /// <inheritdoc/>
    public int Times { get; init; } = 1;

    /// <summary>Whether the model returns what it gives.</summary>
    public bool IsOutput { get; init; }

    /// <inheritdoc/>
    public GraphProblem? Problem { get; init; }
}

/// <summary>A frame around the lines of a block, or around the rounds of a repetition.</summary>
public sealed record GraphFrame(string Id, string? Frame, string Word, int Line, int Character) : IGraphPlace
{
    /// <inheritdoc/>
    public string? Uri { get; init; }

    /// <summary>The call as it is written: <c>Basic 128 stride=2</c>.</summary>
    public string Title { get; init; } = "";

    /// <inheritdoc/>
    public int Times { get; init; } = 1;

    /// <summary>Whether it holds every round of a repetition, since they differ; then <see cref="Times"/> counts them.</summary>
    public bool IsSeries { get; init; }

    /// <summary>Shape of what it gives.</summary>
    public string? Shape { get; init; }

    /// <summary>Parameters of all times together.</summary>
    public long Parameters { get; init; }

    /// <summary>Lines in it that make layers.</summary>
    public int Layers { get; init; }

    /// <inheritdoc/>
    public GraphProblem? Problem { get; init; }
}

/// <summary>What one node gives and another one takes.</summary>
/// <param name="From">Id of the node that gives.</param>
/// <param name="To">Id of the node that takes.</param>
public sealed record GraphEdge(string From, string To);

/// <summary>A layer of neurons.</summary>
/// <param name="Node">Id of the node that makes it.</param>
/// <param name="Units">How many neurons it has.</param>
/// <param name="Activation">The function of their outputs, or null.</param>
public sealed record GraphColumn(string Node, int Units, string? Activation);

/// <summary>Something that was found at a line.</summary>
/// <param name="IsError">Whether it is an error; otherwise it is a warning.</param>
/// <param name="Message">What was found.</param>
/// <param name="Line">Zero-based line.</param>
/// <param name="Character">UTF-16 column.</param>
public sealed record GraphProblem(bool IsError, string Message, int Line, int Character);
