using Nnet.Language.Symbols;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.Symbols;

/// <summary>How outlines and lists show what names stand for.</summary>
public static class SymbolIcons
{
    /// <summary>The icon of a name.</summary>
    public static SymbolKind Of(NameKind kind) => kind switch
    {
        NameKind.Let => SymbolKind.Constant,
        NameKind.Parameter or NameKind.Axis => SymbolKind.Variable,
        NameKind.Label => SymbolKind.Key,
        NameKind.Block => SymbolKind.Function,
        NameKind.Model => SymbolKind.Class,
        _ => SymbolKind.Struct,
    };
}
