using System.Collections.Immutable;
using Nnet.Editor.Workspace;

namespace Nnet.Editor.Graphs;

/// <summary>Parameters of the request <c>nnet/graph</c>: the graph of a model of an open file, the first one when none is named.</summary>
public sealed record GraphParams(string Uri, string? Model = null);

/// <summary>The answer: the whole graph. From then on <c>nnet/graphChanged</c> tells what becomes of it.</summary>
/// <param name="Uri">The file.</param>
/// <param name="Revision">Counts up with every change.</param>
/// <param name="Graph">The graph.</param>
public sealed record GraphAnswer(string Uri, int Revision, GraphPicture Graph);

/// <summary>Parameters of the notification <c>nnet/graphClosed</c>: nobody looks at the graphs of the file any longer.</summary>
public sealed record GraphClosedParams(string Uri);

/// <summary>
/// Parameters of the notification <c>nnet/graphChanged</c>: what became of the graph that was sent last. A client that does not
/// have the revision <paramref name="Base"/> asks for the whole graph. What is absent is as it was.
/// </summary>
/// <param name="Uri">The file.</param>
/// <param name="Model">The name of the model, which may be new.</param>
/// <param name="Revision">The revision after the change.</param>
/// <param name="Base">The revision before it.</param>
public sealed record GraphChange(string Uri, string Model, int Revision, int Base)
{
    /// <summary>Lines that moved: before anything else, what is written there is taken along.</summary>
    public MovedLines? Moved { get; init; }

    /// <summary>The nodes.</summary>
    public Changes<GraphNode>? Nodes { get; init; }

    /// <summary>The ids of all nodes in their order, when it is another one than before.</summary>
    public ImmutableArray<string>? Order { get; init; }

    /// <summary>The frames.</summary>
    public Changes<GraphFrame>? Frames { get; init; }

    /// <summary>The edges; one that is removed is written <c>from>to</c>.</summary>
    public Changes<GraphEdge>? Edges { get; init; }

    /// <summary>The names of all models.</summary>
    public ImmutableArray<string>? Models { get; init; }

    /// <summary>The sums over the model.</summary>
    public string? Total { get; init; }

    /// <summary>The layers of neurons; empty when it is no longer a chain of dense layers.</summary>
    public ImmutableArray<GraphColumn>? Columns { get; init; }

    /// <summary>The errors that stand at no line of the graph.</summary>
    public ImmutableArray<GraphProblem>? Problems { get; init; }

    /// <summary>Whether it is what the model was before the text became unreadable.</summary>
    public bool? IsStale { get; init; }

    /// <summary>Whether it says anything.</summary>
    internal bool IsEmpty => this with { Model = "", Revision = 0, Base = 0 } == new GraphChange(Uri, "", 0, 0);

    /// <summary>What makes one picture of another.</summary>
    /// <param name="before">The picture that was sent.</param>
    /// <param name="after">The picture now.</param>
    /// <param name="moved">Lines that moved in between.</param>
    public static GraphChange Between(GraphPicture before, GraphPicture after, MovedLines? moved) => new("", after.Model, 0, 0)
    {
        Moved = moved,
        Nodes = Changes<GraphNode>.Between(before.Nodes.Select(node => moved is null ? node : moved.Apply(node)), after.Nodes, node => node.Id),
        Order = before.Nodes.Select(node => node.Id).SequenceEqual(after.Nodes.Select(node => node.Id)) ? null : [.. after.Nodes.Select(node => node.Id)],
        Frames = Changes<GraphFrame>.Between(before.Frames.Select(frame => moved is null ? frame : moved.Apply(frame)), after.Frames, frame => frame.Id),
        Edges = Changes<GraphEdge>.Between(before.Edges, after.Edges, edge => $"{edge.From}>{edge.To}"),
        Models = before.Models.SequenceEqual(after.Models) ? null : after.Models,
        Total = before.Total == after.Total ? null : after.Total,
        Columns = before.Columns.SequenceEqual(after.Columns) ? null : after.Columns,
        Problems = before.Problems.SequenceEqual(after.Problems) ? null : after.Problems,
        IsStale = before.IsStale == after.IsStale ? null : after.IsStale,
    };
}

/// <summary>Lines that moved because others were inserted or deleted above them.</summary>
/// <param name="From">The first of them, as counted before.</param>
/// <param name="By">How far down.</param>
public sealed record MovedLines(int From, int By)
{
    /// <summary>The lines that a change of the text moved, or null when it moved none.</summary>
    public static MovedLines? Of(LineChange change) => change.NewLast == change.OldLast ? null : new MovedLines(change.OldLast + 1, change.NewLast - change.OldLast);

    /// <summary>A node, moved if it is one of them.</summary>
    public GraphNode Apply(GraphNode node) => node.Uri is null && node.Line >= From ? node with { Line = node.Line + By, Problem = Apply(node.Problem) } : node;

    /// <summary>A frame, moved if it is one of them.</summary>
    public GraphFrame Apply(GraphFrame frame) => frame.Uri is null && frame.Line >= From ? frame with { Line = frame.Line + By, Problem = Apply(frame.Problem) } : frame;

    private GraphProblem? Apply(GraphProblem? problem) => problem is null ? null : problem with { Line = problem.Line + By };
}

/// <summary>What became of a list of things with ids.</summary>
/// <param name="Added">Those that are new.</param>
/// <param name="Changed">Those that are others than before.</param>
/// <param name="Removed">Ids of those that are gone.</param>
public sealed record Changes<T>(ImmutableArray<T> Added, ImmutableArray<T> Changed, ImmutableArray<string> Removed)
    where T : notnull
{
    /// <summary>What makes one list of another; null when they are equal.</summary>
    public static Changes<T>? Between(IEnumerable<T> before, IEnumerable<T> after, Func<T, string> id)
    {
        var known = before.ToDictionary(id, StringComparer.Ordinal);
        var (added, changed) = (ImmutableArray.CreateBuilder<T>(), ImmutableArray.CreateBuilder<T>());
        foreach (var item in after)
        {
            if (!known.Remove(id(item), out var same))
            {
                added.Add(item);
            }
            else if (!same.Equals(item))
            {
                changed.Add(item);
            }
        }
        return added.Count + changed.Count + known.Count == 0 ? null : new Changes<T>(added.ToImmutable(), changed.ToImmutable(), [.. known.Keys]);
    }
}
