using Newtonsoft.Json.Linq;

namespace Nnet.Lsp.Protocol;

/// <summary>The server answers <c>textDocument/completion</c>.</summary>
public sealed record CompletionOptions(string[]? TriggerCharacters = null, string[]? AllCommitCharacters = null, bool? ResolveProvider = null) : WorkDoneProgressOptions;

/// <summary>What made the client ask.</summary>
public enum CompletionTriggerKind
{
    /// <summary>Typing a word, or the user's wish.</summary>
    Invoked = 1,

    /// <summary>A trigger character.</summary>
    TriggerCharacter = 2,

    /// <summary>The list was incomplete.</summary>
    TriggerForIncompleteCompletions = 3,
}

/// <summary>What made the client ask, and the character if it was one.</summary>
public sealed record CompletionContext(CompletionTriggerKind TriggerKind, string? TriggerCharacter = null);

/// <summary>Parameters of <c>textDocument/completion</c>.</summary>
public sealed record CompletionParams(TextDocumentIdentifier TextDocument, Position Position, CompletionContext? Context = null) : ITextDocumentPositionParams;

/// <summary>The icon of an item.</summary>
public enum CompletionItemKind
{
    /// <summary>Text.</summary>
    Text = 1,

    /// <summary>A method.</summary>
    Method,

    /// <summary>A function.</summary>
    Function,

    /// <summary>A constructor.</summary>
    Constructor,

    /// <summary>A field.</summary>
    Field,

    /// <summary>A variable.</summary>
    Variable,

    /// <summary>A class.</summary>
    Class,

    /// <summary>An interface.</summary>
    Interface,

    /// <summary>A module.</summary>
    Module,

    /// <summary>A property.</summary>
    Property,

    /// <summary>A unit.</summary>
    Unit,

    /// <summary>A value.</summary>
    Value,

    /// <summary>An enumeration.</summary>
    Enum,

    /// <summary>A keyword.</summary>
    Keyword,

    /// <summary>A snippet.</summary>
    Snippet,

    /// <summary>A colour.</summary>
    Color,

    /// <summary>A file.</summary>
    File,

    /// <summary>A reference.</summary>
    Reference,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A member of an enumeration.</summary>
    EnumMember,

    /// <summary>A constant.</summary>
    Constant,

    /// <summary>A structure.</summary>
    Struct,

    /// <summary>An event.</summary>
    Event,

    /// <summary>An operator.</summary>
    Operator,

    /// <summary>A type parameter.</summary>
    TypeParameter,
}

/// <summary>How an item is rendered.</summary>
public enum CompletionItemTag
{
    /// <summary>Struck through.</summary>
    Deprecated = 1,
}

/// <summary>What the inserted text is.</summary>
public enum InsertTextFormat
{
    /// <summary>Text as it stands.</summary>
    PlainText = 1,

    /// <summary>A snippet with tab stops.</summary>
    Snippet = 2,
}

/// <summary>How the inserted lines are indented.</summary>
public enum InsertTextMode
{
    /// <summary>As they stand.</summary>
    AsIs = 1,

    /// <summary>As the line of the cursor.</summary>
    AdjustIndentation = 2,
}

/// <summary>What stands beside the label.</summary>
public sealed record CompletionItemLabelDetails(string? Detail = null, string? Description = null);

/// <summary>One proposal.</summary>
public sealed record CompletionItem(
    string Label,
    CompletionItemLabelDetails? LabelDetails = null,
    CompletionItemKind? Kind = null,
    CompletionItemTag[]? Tags = null,
    string? Detail = null,
    MarkupContent? Documentation = null,
    bool? Preselect = null,
    string? SortText = null,
    string? FilterText = null,
    string? InsertText = null,
    InsertTextFormat? InsertTextFormat = null,
    InsertTextMode? InsertTextMode = null,
    TextEdit? TextEdit = null,
    TextEdit[]? AdditionalTextEdits = null,
    string[]? CommitCharacters = null,
    Command? Command = null,
    JToken? Data = null);

/// <summary>The proposals; the client filters them itself unless they are incomplete.</summary>
public sealed record CompletionList(bool IsIncomplete, IReadOnlyList<CompletionItem> Items);
