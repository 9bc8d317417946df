namespace Nnet.Lsp.Protocol;

/// <summary>The server answers <c>textDocument/signatureHelp</c>.</summary>
public sealed record SignatureHelpOptions(string[]? TriggerCharacters = null, string[]? RetriggerCharacters = null) : WorkDoneProgressOptions;

/// <summary>What made the client ask.</summary>
public enum SignatureHelpTriggerKind
{
    /// <summary>The user's wish.</summary>
    Invoked = 1,

    /// <summary>A trigger character.</summary>
    TriggerCharacter = 2,

    /// <summary>The cursor moved or the text changed.</summary>
    ContentChange = 3,
}

/// <summary>What made the client ask, and what it shows.</summary>
public sealed record SignatureHelpContext(
    SignatureHelpTriggerKind TriggerKind,
    bool IsRetrigger,
    string? TriggerCharacter = null,
    SignatureHelp? ActiveSignatureHelp = null);

/// <summary>Parameters of <c>textDocument/signatureHelp</c>.</summary>
public sealed record SignatureHelpParams(TextDocumentIdentifier TextDocument, Position Position, SignatureHelpContext? Context = null) : ITextDocumentPositionParams;

/// <summary>One parameter; the label is a part of the signature's label.</summary>
public sealed record ParameterInformation(string Label, MarkupContent? Documentation = null);

/// <summary>One signature.</summary>
public sealed record SignatureInformation(
    string Label,
    MarkupContent? Documentation = null,
    ParameterInformation[]? Parameters = null,
    int? ActiveParameter = null);

/// <summary>The signatures, and which of them is meant.</summary>
public sealed record SignatureHelp(SignatureInformation[] Signatures, int? ActiveSignature = null, int? ActiveParameter = null);
