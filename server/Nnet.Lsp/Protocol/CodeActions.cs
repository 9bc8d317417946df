using Newtonsoft.Json.Linq;

namespace Nnet.Lsp.Protocol;

/// <summary>The kinds of code actions: names with dots, from general to special.</summary>
public static class CodeActionKind
{
    /// <summary>Mends a diagnostic.</summary>
    public const string QuickFix = "quickfix";

    /// <summary>Changes the form, not the meaning.</summary>
    public const string Refactor = "refactor";

    /// <summary>Makes a part of its own.</summary>
    public const string RefactorExtract = "refactor.extract";

    /// <summary>Puts a part back to where it is used.</summary>
    public const string RefactorInline = "refactor.inline";

    /// <summary>Writes it in another way.</summary>
    public const string RefactorRewrite = "refactor.rewrite";

    /// <summary>Concerns the whole file.</summary>
    public const string Source = "source";

    /// <summary>Applies all mendings that need no choice.</summary>
    public const string SourceFixAll = "source.fixAll";
}

/// <summary>The server answers <c>textDocument/codeAction</c>.</summary>
public sealed record CodeActionOptions(string[]? CodeActionKinds = null, bool? ResolveProvider = null) : WorkDoneProgressOptions;

/// <summary>What made the client ask.</summary>
public enum CodeActionTriggerKind
{
    /// <summary>The user's wish.</summary>
    Invoked = 1,

    /// <summary>The cursor moved, or the like.</summary>
    Automatic = 2,
}

/// <summary>The diagnostics at the range, and which kinds are wanted.</summary>
public sealed record CodeActionContext(Diagnostic[] Diagnostics, string[]? Only = null, CodeActionTriggerKind? TriggerKind = null);

/// <summary>Parameters of <c>textDocument/codeAction</c>.</summary>
public sealed record CodeActionParams(TextDocumentIdentifier TextDocument, Range Range, CodeActionContext Context) : ITextDocumentParams;

/// <summary>Why an action cannot be done now.</summary>
public sealed record CodeActionDisabled(string Reason);

/// <summary>A change that the user can choose: an edit, then a command.</summary>
public sealed record CodeAction(
    string Title,
    string? Kind = null,
    Diagnostic[]? Diagnostics = null,
    bool? IsPreferred = null,
    CodeActionDisabled? Disabled = null,
    WorkspaceEdit? Edit = null,
    Command? Command = null,
    JToken? Data = null);
