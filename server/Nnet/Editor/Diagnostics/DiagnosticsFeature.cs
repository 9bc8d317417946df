using System.Collections.Concurrent;
using System.Collections.Immutable;
using Nnet.Editor.Runs;
using Nnet.Editor.Workspace;
using Nnet.Language.Findings;
using Nnet.Lsp;
using Nnet.Lsp.Documents;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.Diagnostics;

/// <summary>Publishes what the analysis found and what the last runs of the file found.</summary>
public sealed class DiagnosticsFeature
{
    private readonly LanguageServer _server;
    private readonly EditorWorkspace _workspace;
    private readonly RunList _runs;
    private readonly ConcurrentDictionary<string, Lock> _gates = new(StringComparer.Ordinal);

    /// <summary>Adds the feature to a server.</summary>
    public DiagnosticsFeature(LanguageServer server, EditorWorkspace workspace, RunList runs)
    {
        (_server, _workspace, _runs) = (server, workspace, runs);
        workspace.Analysed += snapshot => Publish(snapshot.Document);
        workspace.Failed += (document, fault) => server.PublishDiagnostics(document, [DiagnosticList.Crash(fault)]);
        server.Documents.Closed += uri =>
        {
            _gates.TryRemove(uri, out _);
            server.ClearDiagnostics(uri);
        };
    }

    /// <summary>Publishes the findings of a file anew, since a run added or withdrew some.</summary>
    public void Publish(string uri)
    {
        if (_server.Documents.TryGet(uri, out var document))
        {
            Publish(document);
        }
    }

    // One list at a time, so that the one made last is the one that stays.
    private void Publish(Document document)
    {
        lock (_gates.GetOrAdd(document.Uri, _ => new Lock()))
        {
            _server.PublishDiagnostics(document, DiagnosticList.Of(_workspace.Of(document), _runs));
        }
    }
}

/// <summary>Findings as the protocol shows them.</summary>
public static class DiagnosticList
{
    /// <summary>The name under which editors list our diagnostics.</summary>
    public const string SourceName = "nnet";

    /// <summary>The code of a diagnostic that says that the analysis itself failed.</summary>
    public const string CrashCode = "analysis-failed";

    /// <summary>Every diagnostic of a version.</summary>
    public static ImmutableArray<Diagnostic> Of(Snapshot snapshot, RunList runs)
        => [.. Findings(snapshot, runs).Select(finding => Of(finding, snapshot))];

    /// <summary>The findings of the analysis, then those of the last runs.</summary>
    public static IEnumerable<Finding> Findings(Snapshot snapshot, RunList runs)
        => snapshot.Analysis.Findings.Concat(runs.FindingsIn(snapshot.Document.Uri, snapshot.Source));

    /// <summary>A finding as a diagnostic.</summary>
    public static Diagnostic Of(Finding finding, Snapshot snapshot) => new(
        snapshot.Source.ToRange(finding.Span),
        finding.Message,
        finding.Kind.Severity switch
        {
            Severity.Error => DiagnosticSeverity.Error,
            Severity.Warning => DiagnosticSeverity.Warning,
            Severity.Information => DiagnosticSeverity.Information,
            _ => DiagnosticSeverity.Hint,
        },
        finding.Kind.Code,
        Source: SourceName,
        Tags: finding.Unnecessary ? [DiagnosticTag.Unnecessary] : null);

    /// <summary>Says that the file could not be analysed.</summary>
    public static Diagnostic Crash(Exception fault) => new(
        default,
        $"This file could not be analysed: {fault.Message} That is a fault of LspNN; the next change tries again. The log has the details.",
        DiagnosticSeverity.Error,
        CrashCode,
        Source: SourceName);
}
