namespace Nnet.Lsp.Protocol;

/// <summary>The server answers <c>textDocument/hover</c>.</summary>
public sealed record HoverOptions : WorkDoneProgressOptions;

/// <summary>Parameters of <c>textDocument/hover</c>.</summary>
public sealed record HoverParams(TextDocumentIdentifier TextDocument, Position Position) : ITextDocumentPositionParams;

/// <summary>What is shown beside the pointer, and for which range.</summary>
public sealed record Hover(MarkupContent Contents, Range? Range = null);
