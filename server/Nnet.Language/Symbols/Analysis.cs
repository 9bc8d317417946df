using Nnet.Language.Symbols;

namespace Nnet.Language;

public sealed partial class Analysis
{
    private readonly Lazy<SymbolTable> _symbols;

    /// <summary>Makes the analysis of a text.</summary>
    public Analysis() => _symbols = new(() => SymbolTable.Of(Syntax!, Files));

    /// <summary>Gives the files that the text uses; null when none were given.</summary>
    public ISourceFiles? Files { get; init; }

    /// <summary>What names stand for, and where they are written; made when it is first asked for.</summary>
    public SymbolTable Symbols => _symbols.Value;
}
