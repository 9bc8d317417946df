using Newtonsoft.Json.Linq;

namespace Nnet.Lsp.Protocol;

/// <summary>The server answers <c>textDocument/definition</c>.</summary>
public sealed record DefinitionOptions : WorkDoneProgressOptions;

/// <summary>Parameters of <c>textDocument/definition</c>; the answer is locations or links.</summary>
public sealed record DefinitionParams(TextDocumentIdentifier TextDocument, Position Position) : ITextDocumentPositionParams;

/// <summary>The server answers <c>textDocument/references</c>.</summary>
public sealed record ReferenceOptions : WorkDoneProgressOptions;

/// <summary>Whether the declaration is one of the references.</summary>
public sealed record ReferenceContext(bool IncludeDeclaration);

/// <summary>Parameters of <c>textDocument/references</c>; the answer is locations.</summary>
public sealed record ReferenceParams(TextDocumentIdentifier TextDocument, Position Position, ReferenceContext Context) : ITextDocumentPositionParams;

/// <summary>The server answers <c>textDocument/documentHighlight</c>.</summary>
public sealed record DocumentHighlightOptions : WorkDoneProgressOptions;

/// <summary>Parameters of <c>textDocument/documentHighlight</c>.</summary>
public sealed record DocumentHighlightParams(TextDocumentIdentifier TextDocument, Position Position) : ITextDocumentPositionParams;

/// <summary>What an occurrence is.</summary>
public enum DocumentHighlightKind
{
    /// <summary>The same text.</summary>
    Text = 1,

    /// <summary>A use.</summary>
    Read = 2,

    /// <summary>A definition or an assignment.</summary>
    Write = 3,
}

/// <summary>An occurrence of the symbol at the cursor.</summary>
public sealed record DocumentHighlight(Range Range, DocumentHighlightKind? Kind = null);

/// <summary>The server answers <c>textDocument/documentLink</c>.</summary>
public sealed record DocumentLinkOptions(bool? ResolveProvider = null) : WorkDoneProgressOptions;

/// <summary>Parameters of <c>textDocument/documentLink</c>.</summary>
public sealed record DocumentLinkParams(TextDocumentIdentifier TextDocument) : ITextDocumentParams;

/// <summary>A link; without a target it is resolved by <c>documentLink/resolve</c>.</summary>
public sealed record DocumentLink(Range Range, string? Target = null, string? Tooltip = null, JToken? Data = null);

/// <summary>The server answers requests for the call hierarchy.</summary>
public sealed record CallHierarchyOptions : WorkDoneProgressOptions;

/// <summary>Parameters of <c>textDocument/prepareCallHierarchy</c>.</summary>
public sealed record CallHierarchyPrepareParams(TextDocumentIdentifier TextDocument, Position Position) : ITextDocumentPositionParams;

/// <summary>Something that calls and is called.</summary>
public sealed record CallHierarchyItem(
    string Name,
    SymbolKind Kind,
    string Uri,
    Range Range,
    Range SelectionRange,
    string? Detail = null,
    SymbolTag[]? Tags = null,
    JToken? Data = null);

/// <summary>Parameters of <c>callHierarchy/incomingCalls</c>.</summary>
public sealed record CallHierarchyIncomingCallsParams(CallHierarchyItem Item);

/// <summary>Parameters of <c>callHierarchy/outgoingCalls</c>.</summary>
public sealed record CallHierarchyOutgoingCallsParams(CallHierarchyItem Item);

/// <summary>Who calls the item, and where in its range.</summary>
public sealed record CallHierarchyIncomingCall(CallHierarchyItem From, Range[] FromRanges);

/// <summary>Whom the item calls, and where in the item's range.</summary>
public sealed record CallHierarchyOutgoingCall(CallHierarchyItem To, Range[] FromRanges);
