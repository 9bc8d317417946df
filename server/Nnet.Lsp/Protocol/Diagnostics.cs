using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Nnet.Lsp.Protocol;

/// <summary>How grave a diagnostic is.</summary>
public enum DiagnosticSeverity
{
    /// <summary>It does not work.</summary>
    Error = 1,

    /// <summary>It works, but hardly as meant.</summary>
    Warning = 2,

    /// <summary>Worth knowing.</summary>
    Information = 3,

    /// <summary>A suggestion.</summary>
    Hint = 4,
}

/// <summary>How a diagnostic is rendered.</summary>
public enum DiagnosticTag
{
    /// <summary>Faded out.</summary>
    Unnecessary = 1,

    /// <summary>Struck through.</summary>
    Deprecated = 2,
}

/// <summary>Where the code of a diagnostic is explained.</summary>
public sealed record CodeDescription(string Href);

/// <summary>Another place that has to do with a diagnostic.</summary>
public sealed record DiagnosticRelatedInformation(Location Location, string Message);

/// <summary>Something to tell about a range. A code that is a number becomes its digits.</summary>
public sealed record Diagnostic(
    Range Range,
    string Message,
    DiagnosticSeverity? Severity = null,
    string? Code = null,
    CodeDescription? CodeDescription = null,
    string? Source = null,
    DiagnosticTag[]? Tags = null,
    DiagnosticRelatedInformation[]? RelatedInformation = null,
    JToken? Data = null);

/// <summary>Parameters of <c>textDocument/publishDiagnostics</c>: they replace the earlier ones of that document.</summary>
public sealed record PublishDiagnosticsParams(string Uri, IReadOnlyList<Diagnostic> Diagnostics, int? Version = null);

/// <summary>Diagnostics that the client pulls.</summary>
public sealed record DiagnosticOptions(bool InterFileDependencies, bool WorkspaceDiagnostics, string? Identifier = null) : WorkDoneProgressOptions;

/// <summary>Parameters of <c>textDocument/diagnostic</c>.</summary>
public sealed record DocumentDiagnosticParams(TextDocumentIdentifier TextDocument, string? Identifier = null, string? PreviousResultId = null) : ITextDocumentParams;

/// <summary>The values of <c>kind</c> in the answers to <c>textDocument/diagnostic</c>.</summary>
public static class DocumentDiagnosticReportKind
{
    /// <summary>All diagnostics.</summary>
    public const string Full = "full";

    /// <summary>The same as last time.</summary>
    public const string Unchanged = "unchanged";
}

/// <summary>An answer to <c>textDocument/diagnostic</c>: <see cref="RelatedFullDocumentDiagnosticReport"/> or <see cref="RelatedUnchangedDocumentDiagnosticReport"/>.</summary>
public abstract record DocumentDiagnosticReport
{
    /// <summary>One of <see cref="DocumentDiagnosticReportKind"/>.</summary>
    public abstract string Kind { get; }
}

/// <summary>All diagnostics of a document.</summary>
public sealed record RelatedFullDocumentDiagnosticReport(IReadOnlyList<Diagnostic> Items, string? ResultId = null) : DocumentDiagnosticReport
{
    /// <inheritdoc/>
    public override string Kind => DocumentDiagnosticReportKind.Full;
}

/// <summary>The diagnostics are those of an earlier answer.</summary>
public sealed record RelatedUnchangedDocumentDiagnosticReport(string ResultId) : DocumentDiagnosticReport
{
    /// <inheritdoc/>
    public override string Kind => DocumentDiagnosticReportKind.Unchanged;
}

/// <summary>An earlier answer for a document.</summary>
public sealed record PreviousResultId(string Uri, string Value);

/// <summary>Parameters of <c>workspace/diagnostic</c>.</summary>
public sealed record WorkspaceDiagnosticParams(PreviousResultId[] PreviousResultIds, string? Identifier = null);

/// <summary>The diagnostics of one document among those of the workspace.</summary>
public sealed record WorkspaceFullDocumentDiagnosticReport(
    string Uri,
    [property: JsonProperty(Required = Required.AllowNull)] int? Version,
    IReadOnlyList<Diagnostic> Items,
    string? ResultId = null) : DocumentDiagnosticReport
{
    /// <inheritdoc/>
    public override string Kind => DocumentDiagnosticReportKind.Full;
}

/// <summary>The diagnostics of one document among those of the workspace, as in an earlier answer.</summary>
public sealed record WorkspaceUnchangedDocumentDiagnosticReport(
    string Uri,
    [property: JsonProperty(Required = Required.AllowNull)] int? Version,
    string ResultId) : DocumentDiagnosticReport
{
    /// <inheritdoc/>
    public override string Kind => DocumentDiagnosticReportKind.Unchanged;
}

/// <summary>The answer to <c>workspace/diagnostic</c>.</summary>
public sealed record WorkspaceDiagnosticReport(IReadOnlyList<DocumentDiagnosticReport> Items);
