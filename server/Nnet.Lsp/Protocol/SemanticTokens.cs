namespace Nnet.Lsp.Protocol;

/// <summary>The names behind the numbers of token types and the bits of modifiers.</summary>
public sealed record SemanticTokensLegend(string[] TokenTypes, string[] TokenModifiers);

/// <summary>Whether whole documents are answered, and then also by their difference.</summary>
public sealed record SemanticTokensFullOptions(bool? Delta = null);

/// <summary>The server answers requests for semantic tokens.</summary>
public sealed record SemanticTokensOptions(SemanticTokensLegend Legend, bool? Range = null, SemanticTokensFullOptions? Full = null) : WorkDoneProgressOptions;

/// <summary>Parameters of <c>textDocument/semanticTokens/full</c>.</summary>
public sealed record SemanticTokensParams(TextDocumentIdentifier TextDocument) : ITextDocumentParams;

/// <summary>Parameters of <c>textDocument/semanticTokens/full/delta</c>.</summary>
public sealed record SemanticTokensDeltaParams(TextDocumentIdentifier TextDocument, string PreviousResultId) : ITextDocumentParams;

/// <summary>Parameters of <c>textDocument/semanticTokens/range</c>.</summary>
public sealed record SemanticTokensRangeParams(TextDocumentIdentifier TextDocument, Range Range) : ITextDocumentParams;

/// <summary>Tokens, five numbers each: lines down, characters on, length, type, modifiers.</summary>
public sealed record SemanticTokens(int[] Data, string? ResultId = null);

/// <summary>A change of the numbers of an earlier answer.</summary>
public sealed record SemanticTokensEdit(int Start, int DeleteCount, int[]? Data = null);

/// <summary>The difference to an earlier answer.</summary>
public sealed record SemanticTokensDelta(SemanticTokensEdit[] Edits, string? ResultId = null);
