namespace Nnet.Lsp.Protocol;

/// <summary>How changes are sent.</summary>
public enum TextDocumentSyncKind
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>The whole text each time.</summary>
    Full = 1,

    /// <summary>The changed ranges.</summary>
    Incremental = 2,
}

/// <summary>Whether a save carries the text.</summary>
public sealed record SaveOptions(bool? IncludeText = null);

/// <summary>Which events of a document the client sends.</summary>
public sealed record TextDocumentSyncOptions(bool? OpenClose = null, TextDocumentSyncKind? Change = null, SaveOptions? Save = null);

/// <summary>A document as it is opened.</summary>
public sealed record TextDocumentItem(string Uri, string LanguageId, int Version, string Text);

/// <summary>Parameters of <c>textDocument/didOpen</c>.</summary>
public sealed record DidOpenTextDocumentParams(TextDocumentItem TextDocument);

/// <summary>A change: of a range, or of the whole text when there is no range.</summary>
public sealed record TextDocumentContentChangeEvent(string Text, Range? Range = null);

/// <summary>Parameters of <c>textDocument/didChange</c>: the changes apply one after the other.</summary>
public sealed record DidChangeTextDocumentParams(VersionedTextDocumentIdentifier TextDocument, TextDocumentContentChangeEvent[] ContentChanges);

/// <summary>Parameters of <c>textDocument/didClose</c>.</summary>
public sealed record DidCloseTextDocumentParams(TextDocumentIdentifier TextDocument) : ITextDocumentParams;

/// <summary>Parameters of <c>textDocument/didSave</c>.</summary>
public sealed record DidSaveTextDocumentParams(TextDocumentIdentifier TextDocument, string? Text = null) : ITextDocumentParams;
