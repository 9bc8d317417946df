using Nnet.Editor.Workspace;
using Nnet.Lsp;

namespace Nnet.Editor.Graphs;

/// <summary>The graph view: the whole graph on request, then what changes with every keystroke.</summary>
public sealed class GraphFeature
{
    /// <summary>The request for a graph.</summary>
    public const string Request = "nnet/graph";

    /// <summary>The notification that a graph changed.</summary>
    public const string ChangedNotification = "nnet/graphChanged";

    /// <summary>The notification of the client that it shows no graph of a file any longer.</summary>
    public const string ClosedNotification = "nnet/graphClosed";

    /// <summary>The command of the client that shows a graph; its arguments are the file and the model.</summary>
    public const string ShowCommand = "lspnn.showGraph";

    private readonly LanguageServer _server;
    private readonly EditorWorkspace _workspace;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (WatchedGraph Graph, int Revision)> _watched = new(StringComparer.Ordinal);
    private int _revision;

    /// <summary>Adds the feature to a server.</summary>
    public GraphFeature(LanguageServer server, EditorWorkspace workspace)
    {
        (_server, _workspace) = (server, workspace);
        server.OnRequest<GraphParams, GraphAnswer?>(Request, (parameters, _) => Answer(parameters));
        server.OnNotification<GraphClosedParams>(ClosedNotification, parameters => Forget(parameters.Uri));
        server.Documents.Closed += Forget;
        workspace.Analysed += Update;
    }

    // Null when the file is not open.
    private GraphAnswer? Answer(GraphParams parameters)
    {
        if (_workspace.Find(parameters.Uri) is not { } snapshot)
        {
            return null;
        }
        lock (_gate)
        {
            var graph = _watched.TryGetValue(parameters.Uri, out var watched) ? watched.Graph : new WatchedGraph();
            var picture = graph.Show(snapshot, parameters.Model);
            _watched[parameters.Uri] = (graph, ++_revision);
            return new GraphAnswer(parameters.Uri, _revision, picture);
        }
    }

    // One after the other, so that revisions are sent in their order.
    private void Update(Snapshot snapshot)
    {
        lock (_gate)
        {
            var uri = snapshot.Document.Uri;
            if (_watched.TryGetValue(uri, out var watched) && watched.Graph.Update(snapshot) is { } change)
            {
                _watched[uri] = (watched.Graph, ++_revision);
                _server.Notify(ChangedNotification, change with { Uri = uri, Revision = _revision, Base = watched.Revision });
            }
        }
    }

    private void Forget(string uri)
    {
        lock (_gate)
        {
            _watched.Remove(uri);
        }
    }
}
