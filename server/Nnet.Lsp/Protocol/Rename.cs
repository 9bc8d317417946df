namespace Nnet.Lsp.Protocol;

/// <summary>The server answers <c>textDocument/rename</c>, and perhaps says before what can be renamed.</summary>
public sealed record RenameOptions(bool? PrepareProvider = null) : WorkDoneProgressOptions;

/// <summary>Parameters of <c>textDocument/prepareRename</c>; the answer is null where nothing can be renamed.</summary>
public sealed record PrepareRenameParams(TextDocumentIdentifier TextDocument, Position Position) : ITextDocumentPositionParams;

/// <summary>The range that is renamed, and the text to begin with.</summary>
public sealed record PrepareRenamePlaceholder(Range Range, string Placeholder);

/// <summary>Parameters of <c>textDocument/rename</c>; the answer is a <see cref="WorkspaceEdit"/>.</summary>
public sealed record RenameParams(TextDocumentIdentifier TextDocument, Position Position, string NewName) : ITextDocumentPositionParams;

/// <summary>The server answers <c>textDocument/linkedEditingRange</c>.</summary>
public sealed record LinkedEditingRangeOptions : WorkDoneProgressOptions;

/// <summary>Parameters of <c>textDocument/linkedEditingRange</c>.</summary>
public sealed record LinkedEditingRangeParams(TextDocumentIdentifier TextDocument, Position Position) : ITextDocumentPositionParams;

/// <summary>Ranges with the same text that are edited together, and what that text may be.</summary>
public sealed record LinkedEditingRanges(Range[] Ranges, string? WordPattern = null);
