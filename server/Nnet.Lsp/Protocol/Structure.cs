namespace Nnet.Lsp.Protocol;

/// <summary>The server answers <c>textDocument/foldingRange</c>.</summary>
public sealed record FoldingRangeOptions : WorkDoneProgressOptions;

/// <summary>Parameters of <c>textDocument/foldingRange</c>.</summary>
public sealed record FoldingRangeParams(TextDocumentIdentifier TextDocument) : ITextDocumentParams;

/// <summary>The values of <see cref="FoldingRange.Kind"/>.</summary>
public static class FoldingRangeKind
{
    /// <summary>A comment.</summary>
    public const string Comment = "comment";

    /// <summary>Imports.</summary>
    public const string Imports = "imports";

    /// <summary>A region.</summary>
    public const string Region = "region";
}

/// <summary>Lines that can be folded; the first stays visible.</summary>
public sealed record FoldingRange(
    int StartLine,
    int EndLine,
    int? StartCharacter = null,
    int? EndCharacter = null,
    string? Kind = null,
    string? CollapsedText = null);

/// <summary>The server answers <c>textDocument/selectionRange</c>.</summary>
public sealed record SelectionRangeOptions : WorkDoneProgressOptions;

/// <summary>Parameters of <c>textDocument/selectionRange</c>; one answer per position, in that order.</summary>
public sealed record SelectionRangeParams(TextDocumentIdentifier TextDocument, Position[] Positions) : ITextDocumentParams;

/// <summary>A selection and the next larger one.</summary>
public sealed record SelectionRange(Range Range, SelectionRange? Parent = null);
