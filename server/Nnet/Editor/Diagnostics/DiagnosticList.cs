using System.Collections.Immutable;
using Nnet.Editor.Runs;
using Nnet.Editor.Workspace;
using Nnet.Language.Findings;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.Diagnostics;

/// <summary>Findings as the protocol shows them.</summary>
public static class DiagnosticList
{
    /// <summary>The name under which editors list our diagnostics.</summary>
    public const string SourceName = "nnet";

    /// <summary>The code of a diagnostic that says that the analysis itself failed.</summary>
    public const string CrashCode = "analysis-failed";

    /// <summary>Every diagnostic of a version.</summary>
    public static ImmutableArray<Diagnostic> Of(Snapshot snapshot, RunList runs, EditorSettings settings)
        => [.. Findings(snapshot, runs, settings).Select(finding => Of(finding, snapshot, settings))];

    /// <summary>What is shown of a version: the findings of the analysis, then those of the last runs.</summary>
    public static IEnumerable<Finding> Findings(Snapshot snapshot, RunList runs, EditorSettings settings)
        => snapshot.Analysis.Findings
            .Concat(runs.FindingsIn(snapshot.Document.Uri, snapshot.Source).Where(finding => !snapshot.Analysis.Ignores.Hides(finding)))
            .Where(finding => settings.Findings.Of(finding.Kind) is not null);

    /// <summary>A finding as a diagnostic.</summary>
    public static Diagnostic Of(Finding finding, Snapshot snapshot, EditorSettings settings) => new(
        snapshot.Source.ToRange(finding.Span),
        finding.Message,
        (settings.Findings.Of(finding.Kind) ?? finding.Kind.Severity) switch
        {
            Severity.Error => DiagnosticSeverity.Error,
            Severity.Warning => DiagnosticSeverity.Warning,
            Severity.Information => DiagnosticSeverity.Information,
            _ => DiagnosticSeverity.Hint,
        },
        finding.Kind.Code,
        FindingPages.AddressOf(finding.Kind.Code) is { } page ? new CodeDescription(page) : null,
        SourceName,
        finding.Unnecessary ? [DiagnosticTag.Unnecessary] : null,
        finding.Related.IsEmpty ? null : [.. finding.Related.Select(place => new DiagnosticRelatedInformation(PlaceOf(place, snapshot), place.Message))]);

    private static Location PlaceOf(RelatedPlace place, Snapshot snapshot)
        => place.Foreign is { Path: { } path } other
            ? new Location(Paths.UriOf(path), other.ToRange(place.Span))
            : new Location(snapshot.Document.Uri, snapshot.Source.ToRange(place.Span));

    /// <summary>Says that the file could not be analysed.</summary>
    public static Diagnostic Crash(Exception fault) => new(
        default,
        $"This file could not be analysed: {fault.Message} That is a fault of LspNN; the next change tries again. The log has the details.",
        DiagnosticSeverity.Error,
        CrashCode,
        Source: SourceName);
}
