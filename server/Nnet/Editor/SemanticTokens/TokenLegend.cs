using Nnet.Language.Symbols;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.SemanticTokens;

/// <summary>What a word is, in the protocol's standard types, so that every theme has a colour for it. The value is its place in the legend.</summary>
public enum WordType
{
    /// <summary>A model.</summary>
    Class,

    /// <summary>A data block.</summary>
    Type,

    /// <summary>A layer, a setting or a block.</summary>
    Function,

    /// <summary>A parameter of a block, where it is declared, used or given.</summary>
    Parameter,

    /// <summary>A value or a label.</summary>
    Variable,

    /// <summary>An argument of a layer or setting; what an edge carries.</summary>
    Property,

    /// <summary>One of a few words: <c>tanh</c>, <c>adam</c>, <c>cross_entropy</c>.</summary>
    EnumMember,

    /// <summary>A word of structure or a joint: <c>path</c>, <c>add</c>.</summary>
    Keyword,
}

/// <summary>What more is known of a word. The value is its bit in the legend.</summary>
[Flags]
public enum WordModifiers
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It is declared here.</summary>
    Declaration = 1,

    /// <summary>It is a value that never changes.</summary>
    Readonly = 2,

    /// <summary>The language declares it, not the file.</summary>
    DefaultLibrary = 4,
}

/// <summary>The names behind the numbers.</summary>
public static class TokenLegend
{
    /// <summary>As the server tells it to the client.</summary>
    public static SemanticTokensLegend Legend { get; } = new(
        ["class", "type", "function", "parameter", "variable", "property", "enumMember", "keyword"],
        ["declaration", "readonly", "defaultLibrary"]);

    /// <summary>How the name of something is shown.</summary>
    public static (WordType Type, WordModifiers Modifiers) Of(NameKind kind) => kind switch
    {
        NameKind.Let or NameKind.Axis => (WordType.Variable, WordModifiers.Readonly),
        NameKind.Parameter => (WordType.Parameter, WordModifiers.None),
        NameKind.Label => (WordType.Variable, WordModifiers.None),
        NameKind.Block => (WordType.Function, WordModifiers.None),
        NameKind.Model => (WordType.Class, WordModifiers.None),
        _ => (WordType.Type, WordModifiers.None),
    };
}
