using Newtonsoft.Json.Linq;

namespace Nnet.Lsp.Protocol;

/// <summary>The icon of a symbol.</summary>
public enum SymbolKind
{
    /// <summary>A file.</summary>
    File = 1,

    /// <summary>A module.</summary>
    Module,

    /// <summary>A namespace.</summary>
    Namespace,

    /// <summary>A package.</summary>
    Package,

    /// <summary>A class.</summary>
    Class,

    /// <summary>A method.</summary>
    Method,

    /// <summary>A property.</summary>
    Property,

    /// <summary>A field.</summary>
    Field,

    /// <summary>A constructor.</summary>
    Constructor,

    /// <summary>An enumeration.</summary>
    Enum,

    /// <summary>An interface.</summary>
    Interface,

    /// <summary>A function.</summary>
    Function,

    /// <summary>A variable.</summary>
    Variable,

    /// <summary>A constant.</summary>
    Constant,

    /// <summary>A string.</summary>
    String,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A truth value.</summary>
    Boolean,

    /// <summary>An array.</summary>
    Array,

    /// <summary>An object.</summary>
    Object,

    /// <summary>A key.</summary>
    Key,

    /// <summary>A null.</summary>
    Null,

    /// <summary>A member of an enumeration.</summary>
    EnumMember,

    /// <summary>A structure.</summary>
    Struct,

    /// <summary>An event.</summary>
    Event,

    /// <summary>An operator.</summary>
    Operator,

    /// <summary>A type parameter.</summary>
    TypeParameter,
}

/// <summary>How a symbol is rendered.</summary>
public enum SymbolTag
{
    /// <summary>Struck through.</summary>
    Deprecated = 1,
}

/// <summary>The server answers <c>textDocument/documentSymbol</c>.</summary>
public sealed record DocumentSymbolOptions(string? Label = null) : WorkDoneProgressOptions;

/// <summary>Parameters of <c>textDocument/documentSymbol</c>.</summary>
public sealed record DocumentSymbolParams(TextDocumentIdentifier TextDocument) : ITextDocumentParams;

/// <summary>An entry of the outline; the selection range lies within the range.</summary>
public sealed record DocumentSymbol(
    string Name,
    SymbolKind Kind,
    Range Range,
    Range SelectionRange,
    string? Detail = null,
    SymbolTag[]? Tags = null,
    DocumentSymbol[]? Children = null);

/// <summary>An entry of the outline for clients that show a list instead of a tree.</summary>
public sealed record SymbolInformation(
    string Name,
    SymbolKind Kind,
    Location Location,
    string? ContainerName = null,
    SymbolTag[]? Tags = null);

/// <summary>The server answers <c>workspace/symbol</c>.</summary>
public sealed record WorkspaceSymbolOptions(bool? ResolveProvider = null) : WorkDoneProgressOptions;

/// <summary>Parameters of <c>workspace/symbol</c>: characters that appear in that order.</summary>
public sealed record WorkspaceSymbolParams(string Query);

/// <summary>A symbol of some document.</summary>
public sealed record WorkspaceSymbol(
    string Name,
    SymbolKind Kind,
    Location Location,
    string? ContainerName = null,
    SymbolTag[]? Tags = null,
    JToken? Data = null);
