using Newtonsoft.Json.Linq;

namespace Nnet.Lsp.Protocol;

/// <summary>The server answers <c>textDocument/inlayHint</c>.</summary>
public sealed record InlayHintOptions(bool? ResolveProvider = null) : WorkDoneProgressOptions;

/// <summary>Parameters of <c>textDocument/inlayHint</c>.</summary>
public sealed record InlayHintParams(TextDocumentIdentifier TextDocument, Range Range) : ITextDocumentParams;

/// <summary>What a hint tells.</summary>
public enum InlayHintKind
{
    /// <summary>A type.</summary>
    Type = 1,

    /// <summary>A parameter.</summary>
    Parameter = 2,
}

/// <summary>A part of a label that has its own tooltip, target or command.</summary>
public sealed record InlayHintLabelPart(string Value, MarkupContent? Tooltip = null, Location? Location = null, Command? Command = null);

/// <summary>Text that is shown in a line and is not part of the document.</summary>
public sealed record InlayHint(
    Position Position,
    InlayHintLabelPart[] Label,
    InlayHintKind? Kind = null,
    TextEdit[]? TextEdits = null,
    MarkupContent? Tooltip = null,
    bool? PaddingLeft = null,
    bool? PaddingRight = null,
    JToken? Data = null);
