namespace Nnet.Lsp.Protocol;

/// <summary>The server answers <c>textDocument/formatting</c>.</summary>
public sealed record DocumentFormattingOptions : WorkDoneProgressOptions;

/// <summary>The server answers <c>textDocument/rangeFormatting</c>, and <c>textDocument/rangesFormatting</c> if it says so.</summary>
public sealed record DocumentRangeFormattingOptions(bool? RangesSupport = null) : WorkDoneProgressOptions;

/// <summary>The server answers <c>textDocument/onTypeFormatting</c> after these characters.</summary>
public sealed record DocumentOnTypeFormattingOptions(string FirstTriggerCharacter, string[]? MoreTriggerCharacter = null);

/// <summary>How the user's editor indents and ends lines.</summary>
public sealed record FormattingOptions(
    int TabSize,
    bool InsertSpaces,
    bool? TrimTrailingWhitespace = null,
    bool? InsertFinalNewline = null,
    bool? TrimFinalNewlines = null);

/// <summary>Parameters of <c>textDocument/formatting</c>; the answer is edits.</summary>
public sealed record DocumentFormattingParams(TextDocumentIdentifier TextDocument, FormattingOptions Options) : ITextDocumentParams;

/// <summary>Parameters of <c>textDocument/rangeFormatting</c>; the answer is edits.</summary>
public sealed record DocumentRangeFormattingParams(TextDocumentIdentifier TextDocument, Range Range, FormattingOptions Options) : ITextDocumentParams;

/// <summary>Parameters of <c>textDocument/rangesFormatting</c>; the answer is edits.</summary>
public sealed record DocumentRangesFormattingParams(TextDocumentIdentifier TextDocument, Range[] Ranges, FormattingOptions Options) : ITextDocumentParams;

/// <summary>Parameters of <c>textDocument/onTypeFormatting</c>; the answer is edits.</summary>
public sealed record DocumentOnTypeFormattingParams(TextDocumentIdentifier TextDocument, Position Position, string Ch, FormattingOptions Options) : ITextDocumentPositionParams;
