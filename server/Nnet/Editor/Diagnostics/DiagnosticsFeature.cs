using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Nnet.Editor.Runs;
using Nnet.Editor.Workspace;
using Nnet.Lsp;
using Nnet.Lsp.Documents;
using Nnet.Lsp.JsonRpc;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.Diagnostics;

/// <summary>
/// Shows what the analysis found and what the last runs of the file found. It is pushed as soon as it is known, and given to
/// clients that pull. A client that pulls once is not pushed to any more, since it would show everything twice; what comes up
/// without an edit it is then asked to pull again.
/// </summary>
public sealed class DiagnosticsFeature
{
    private readonly LanguageServer _server;
    private readonly EditorWorkspace _workspace;
    private readonly RunList _runs;
    private readonly ConcurrentDictionary<string, Lock> _gates = new(StringComparer.Ordinal);
    private int _pulls;

    /// <summary>Adds the feature to a server.</summary>
    public DiagnosticsFeature(LanguageServer server, EditorWorkspace workspace, RunList runs)
    {
        (_server, _workspace, _runs) = (server, workspace, runs);
        server.Initializing += client =>
        {
            if (client.Capabilities.Find("textDocument.diagnostic") is not null)
            {
                server.Capabilities.DiagnosticProvider = new DiagnosticOptions(InterFileDependencies: true, WorkspaceDiagnostics: true, DiagnosticList.SourceName);
            }
        };
        server.OnRequest<DocumentDiagnosticParams, DocumentDiagnosticReport>("textDocument/diagnostic", Pull);
        server.OnRequest<WorkspaceDiagnosticParams, WorkspaceDiagnosticReport>("workspace/diagnostic", Pull);
        workspace.Analysed += snapshot => Push(snapshot.Document, () => DiagnosticList.Of(snapshot, runs, workspace.Settings));
        workspace.Failed += (document, fault) => Push(document, () => [DiagnosticList.Crash(fault)]);
        workspace.FindingLevelsChanged += () => ThreadPool.QueueUserWorkItem(_ => PublishAll());
        server.Documents.Closed += uri =>
        {
            _gates.TryRemove(uri, out _);
            server.ClearDiagnostics(uri);
        };
    }

    /// <summary>Shows the findings of a file anew, since a run added or withdrew some.</summary>
    public void Publish(string uri)
    {
        if (_server.Documents.TryGet(uri, out var document))
        {
            Push(document, () => ItemsOf(document));
        }
        _workspace.Views.RefreshDiagnostics();
    }

    private void PublishAll()
    {
        foreach (var document in _server.Documents.All)
        {
            Push(document, () => ItemsOf(document));
        }
        _workspace.Views.RefreshDiagnostics();
    }

    // One list at a time, so that the one made last is the one that stays.
    private void Push(Document document, Func<IReadOnlyList<Diagnostic>> items)
    {
        lock (_gates.GetOrAdd(document.Uri, _ => new Lock()))
        {
            if (Volatile.Read(ref _pulls) == 0)
            {
                _server.PublishDiagnostics(document, items());
            }
        }
    }

    private DocumentDiagnosticReport Pull(DocumentDiagnosticParams parameters, CancellationToken cancellation)
    {
        StopPushing();
        return Newest(parameters.TextDocument.Uri, cancellation) is var (_, items)
            ? IdOf(items) is var id && id == parameters.PreviousResultId ? new RelatedUnchangedDocumentDiagnosticReport(id) : new RelatedFullDocumentDiagnosticReport(items, id)
            : new RelatedFullDocumentDiagnosticReport([]);
    }

    private WorkspaceDiagnosticReport Pull(WorkspaceDiagnosticParams parameters, CancellationToken cancellation)
    {
        StopPushing();
        var known = parameters.PreviousResultIds.DistinctBy(previous => previous.Uri).ToDictionary(previous => previous.Uri, previous => previous.Value);
        var reports = new List<DocumentDiagnosticReport>();
        foreach (var uri in _server.Documents.All.Select(document => document.Uri))
        {
            if (Newest(uri, cancellation) is var (document, items))
            {
                var id = IdOf(items);
                reports.Add(known.GetValueOrDefault(uri) == id
                    ? new WorkspaceUnchangedDocumentDiagnosticReport(uri, document.Version, id)
                    : new WorkspaceFullDocumentDiagnosticReport(uri, document.Version, items, id));
            }
        }
        return new WorkspaceDiagnosticReport(reports);
    }

    // What was pushed before the first pull would stand beside what is pulled.
    private void StopPushing()
    {
        if (Interlocked.Exchange(ref _pulls, 1) != 0)
        {
            return;
        }
        _workspace.Views.DiagnosticsArePulled = true;
        foreach (var document in _server.Documents.All)
        {
            lock (_gates.GetOrAdd(document.Uri, _ => new Lock()))
            {
                _server.ClearDiagnostics(document.Uri);
            }
        }
    }

    // Of the version that is the newest when it is answered: an answer about an older one would stand at the wrong places.
    private (Document Document, IReadOnlyList<Diagnostic> Items)? Newest(string uri, CancellationToken cancellation)
    {
        while (_server.Documents.TryGet(uri, out var document))
        {
            cancellation.ThrowIfCancellationRequested();
            var items = ItemsOf(document, cancellation);
            if (_server.Documents.IsCurrent(document))
            {
                return (document, items);
            }
        }
        return null;
    }

    private IReadOnlyList<Diagnostic> ItemsOf(Document document, CancellationToken cancellation = default)
    {
        try
        {
            var snapshot = _workspace.Of(document);
            if (_workspace.Views is { DiagnosticsArePulled: true, CanRefreshDiagnostics: false })
            {
                // Nobody could tell this client later what the data showed.
                snapshot.LookAtData(cancellation);
            }
            return DiagnosticList.Of(snapshot, _runs, _workspace.Settings);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return [DiagnosticList.Crash(fault)];
        }
    }

    // Equal lists have equal ids, whatever versions they are of.
    private static string IdOf(IReadOnlyList<Diagnostic> items) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Json.Write(items))).AsSpan(0, 12));
}
