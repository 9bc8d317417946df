using System.Collections.Immutable;
using Nnet.Editor.Workspace;
using Nnet.Language;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Structure;

namespace Nnet.Editor.Graphs;

/// <summary>
/// The graph of a file that somebody looks at, from version to version. While lines cannot be read, as when they are half typed,
/// it stays what it was, with the errors in it.
/// </summary>
public sealed class WatchedGraph
{
    private string _text = "";
    private int _version = int.MinValue;
    private string? _asked;

    /// <summary>The graph as it is now.</summary>
    public GraphPicture Picture { get; private set; } = GraphPicture.Empty;

    /// <summary>Shows a model from now on.</summary>
    /// <param name="snapshot">The text.</param>
    /// <param name="model">The name of the model, or of a block that it calls; null for the first one, or the one that is shown.</param>
    public GraphPicture Show(Snapshot snapshot, string? model)
    {
        if (model is not null && model != Picture.Model)
        {
            Picture = GraphPicture.Empty;
            _asked = model;
        }
        Update(snapshot);
        return Picture;
    }

    /// <summary>Takes a version of the text.</summary>
    /// <returns>What changed, without revisions; null when nothing did, or when the version is older than one that was taken.</returns>
    public GraphChange? Update(Snapshot snapshot)
    {
        if (snapshot.Document.Version < _version)
        {
            return null;
        }
        var change = LineChange.Between(_text, snapshot.Document.Text);
        var before = Picture;
        var moved = before.Nodes.IsEmpty ? null : MovedLines.Of(change);
        Picture = Next(snapshot.Analysis, Moved(before, change));
        (_text, _version) = (snapshot.Document.Text, snapshot.Document.Version);
        var found = GraphChange.Between(before, Picture, moved);
        return found.IsEmpty && before.Model == Picture.Model ? null : found;
    }

    private GraphPicture Next(Analysis analysis, GraphPicture earlier)
    {
        ImmutableArray<string> models = [.. analysis.Models.Select(model => model.Name)];
        var model = Find(analysis, earlier);
        if (!earlier.Nodes.IsEmpty && PictureProblems.HasUnreadable(earlier, analysis, model))
        {
            return PictureProblems.Place(earlier, analysis) with { IsStale = true };
        }
        if (model is null)
        {
            return PictureProblems.Place(GraphPicture.Empty with { Models = models }, analysis);
        }
        _asked = model.Name;
        var picture = PictureProblems.Place(PictureBuilder.Build(model, analysis, earlier), analysis);
        return KeepKnown(picture, earlier);
    }

    // By its name, or that of a block in it, or by its place where it was renamed.
    private LayerGraph? Find(Analysis analysis, GraphPicture earlier)
    {
        var named = analysis.Models.FirstOrDefault(model => model.Name == _asked)
            ?? analysis.Models.FirstOrDefault(model => model.Steps.Any(step => step.Call.Definition is BlockDefinition block && block.Name == _asked));
        if (named is not null || analysis.Models.IsEmpty)
        {
            return named;
        }
        var index = _asked is null ? 0 : earlier.Models.IndexOf(_asked);
        return analysis.Models[Math.Clamp(index, 0, analysis.Models.Length - 1)];
    }

    // What does not work out just now keeps what was known of it, as inlay hints do.
    private static GraphPicture KeepKnown(GraphPicture picture, GraphPicture earlier)
    {
        var nodes = earlier.Nodes.ToDictionary(node => node.Id, StringComparer.Ordinal);
        var frames = earlier.Frames.ToDictionary(frame => frame.Id, StringComparer.Ordinal);
        return picture with
        {
            Nodes = [.. picture.Nodes.Select(node => node.Shape is null && nodes.TryGetValue(node.Id, out var last) ? node with { Shape = last.Shape, Parameters = last.Parameters } : node)],
            Frames = [.. picture.Frames.Select(frame => frame.Shape is null && frames.TryGetValue(frame.Id, out var last) ? frame with { Shape = last.Shape, Parameters = last.Parameters } : frame)],
            Total = picture.Total ?? earlier.Total,
        };
    }

    private static GraphPicture Moved(GraphPicture picture, LineChange change) => picture with
    {
        Nodes = [.. picture.Nodes.Select(node => node.Uri is null ? node with { Line = change.Moved(node.Line) ?? Gone } : node)],
        Frames = [.. picture.Frames.Select(frame => frame.Uri is null ? frame with { Line = change.Moved(frame.Line) ?? Gone } : frame)],
    };

    // The line was deleted: no cursor stands there, and no new line is taken for it.
    private const int Gone = -1;
}
