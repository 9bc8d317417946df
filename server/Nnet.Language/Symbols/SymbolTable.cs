using System.Collections.Immutable;
using Nnet.Language.Syntax;

namespace Nnet.Language.Symbols;

/// <summary>
/// The names of one text: what it declares, what it knows from the files that it uses, and where each is written. It is made from the
/// words alone, so that a line which does not work out, or is half typed, keeps its names.
/// </summary>
public sealed class SymbolTable
{
    private readonly LexicalScope _scope;
    private readonly ImmutableArray<Symbol> _known;
    private readonly HashSet<Symbol> _used;
    private readonly Lazy<ILookup<Symbol, Occurrence>> _bySymbol;

    internal SymbolTable(SyntaxTree tree, LexicalScope scope, ImmutableArray<Symbol> known, ImmutableArray<Symbol> declared, ImmutableArray<Symbol> hidden, HashSet<Symbol> used, IReadOnlySet<string> unknown, ImmutableArray<Occurrence> occurrences)
    {
        (Tree, _scope, _known, _used, Declared, Hidden, Unknown, Occurrences) = (tree, scope, known, used, declared, hidden, unknown, occurrences);
        _bySymbol = new(() => Occurrences.ToLookup(occurrence => occurrence.Symbol));
    }

    // Made when a rule first asks.
    private Dictionary<Symbol, Symbol>? _usedLabels;

    /// <summary>The text's tree.</summary>
    public SyntaxTree Tree { get; }

    /// <summary>What the text declares, in its order.</summary>
    public ImmutableArray<Symbol> Declared { get; }

    /// <summary>What is declared where its name is taken already, so that nothing can refer to it.</summary>
    public ImmutableArray<Symbol> Hidden { get; }

    /// <summary>Words in the place of a value that no declaration names: those that arguments take, such as <c>tanh</c>, columns, and slips.</summary>
    public IReadOnlySet<string> Unknown { get; }

    /// <summary>Every place where a known name is written, in the order of the text.</summary>
    public ImmutableArray<Occurrence> Occurrences { get; }

    /// <summary>Reads the names of a text. Never throws, whatever the text is.</summary>
    /// <param name="tree">The text.</param>
    /// <param name="files">Gives the files that it uses; null reads none.</param>
    public static SymbolTable Of(SyntaxTree tree, ISourceFiles? files) => new SymbolReader(tree, files).Read();

    /// <summary>The known name at an offset or right before it, or null.</summary>
    public Occurrence? OccurrenceAt(int offset)
    {
        var (low, high) = (0, Occurrences.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Occurrences[middle].Span.Start <= offset ? (middle + 1, high) : (low, middle);
        }
        return low > 0 && Occurrences[low - 1].Span.Touches(offset) ? Occurrences[low - 1] : null;
    }

    /// <summary>What the name at an offset stands for, or null.</summary>
    public Symbol? SymbolAt(int offset) => OccurrenceAt(offset)?.Symbol;

    /// <summary>Where the text writes the name of a symbol of this table, its declaration included.</summary>
    public IEnumerable<Occurrence> References(Symbol symbol) => _bySymbol.Value[symbol];

    /// <summary>The first label of a model or block that some line refers to; null when none is.</summary>
    /// <param name="owner">The model or block.</param>
    public Symbol? UsedLabelOf(Symbol? owner)
    {
        if (_usedLabels is null)
        {
            var labels = new Dictionary<Symbol, Symbol>();
            foreach (var symbol in Declared)
            {
                if (symbol is { Kind: NameKind.Label, Owner: { } of } && IsUsed(symbol))
                {
                    labels.TryAdd(of, symbol);
                }
            }
            _usedLabels = labels;
        }
        return owner is null ? null : _usedLabels.GetValueOrDefault(owner);
    }

    /// <summary>Whether the text makes use of a symbol of this table. To give a parameter its value, <c>Basic 64 stride=2</c>, is no use of it.</summary>
    public bool IsUsed(Symbol symbol) => _used.Contains(symbol);

    /// <summary>The symbol of this text that another text names in the same way, or null when the text never writes it.</summary>
    public Symbol? Find(SymbolId id) => Declared.Concat(Occurrences.Select(occurrence => occurrence.Symbol)).FirstOrDefault(symbol => symbol.Name == id.Name && symbol.Kind == id.Kind && symbol.IdIn(Tree.Source) == id);

    /// <summary>The block, model or data of that name that the text knows, or null.</summary>
    public Symbol? Find(NameKind kind, string name) => _known.FirstOrDefault(symbol => symbol.Kind == kind && symbol.Name == name);

    /// <summary>
    /// What can be named at an offset: values and labels that are declared before it, the inner ones first, then blocks, models and data,
    /// those of used files included.
    /// </summary>
    public IEnumerable<Symbol> VisibleAt(int offset) => _scope.At(offset).VisibleAt(offset).Concat(_known);
}
