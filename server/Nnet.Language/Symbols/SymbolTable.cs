using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Language.Symbols;

/// <summary>
/// The names of one text: what it declares, what it knows from the files that it uses, and where each is written. It is made from the
/// words alone, so that a line which does not work out, or is half typed, keeps its names.
/// </summary>
public sealed class SymbolTable
{
    private readonly LexicalScope _file;
    private readonly ImmutableArray<Symbol> _known;
    private readonly ImmutableArray<NamesPart> _parts;
    private readonly Lazy<ILookup<Symbol, Occurrence>> _bySymbol;
    private readonly Lazy<HashSet<Symbol>> _used;
    private readonly Lazy<Occurrence[]> _occurrences;
    private readonly Lazy<HashSet<string>> _unknown;
    private readonly Dictionary<Symbol, LabelRows> _usedLabels = [];
    private readonly ModelEnds _ends;

    /// <summary>Makes the table of a text.</summary>
    /// <param name="tree">The text.</param>
    /// <param name="file">The names of its values.</param>
    /// <param name="known">The blocks, models and data that it knows.</param>
    /// <param name="hidden">What is declared outside of any body where the name is taken already.</param>
    /// <param name="parts">The names of its declarations in their order; the last part is of words that belong to none.</param>
    /// <param name="ends">Labels that a word names together.</param>
    internal SymbolTable(SyntaxTree tree, LexicalScope file, ImmutableArray<Symbol> known, ImmutableArray<Symbol> hidden, ImmutableArray<NamesPart> parts, ModelEnds ends)
    {
        (Tree, _file, _known, _parts, _ends) = (tree, file, known, parts, ends);
        Declared = [.. parts.SelectMany(part => part.Declared)];
        Hidden = [.. hidden, .. parts.SelectMany(part => part.Hidden)];
        _bySymbol = new(() => Occurrences.ToLookup(occurrence => occurrence.Symbol));
        _used = new(() => [.. parts.SelectMany(part => part.Used)]);
        _unknown = new(() => parts.SelectMany(part => part.Unresolved).Select(word => word.Name).Where(name => file.Find(name) is null).ToHashSet(StringComparer.Ordinal));
        _occurrences = new(InOrder);
    }

    /// <summary>The text's tree.</summary>
    public SyntaxTree Tree { get; }

    /// <summary>What the text declares, in its order.</summary>
    public ImmutableArray<Symbol> Declared { get; }

    /// <summary>What is declared where its name is taken already, so that nothing can refer to it.</summary>
    public ImmutableArray<Symbol> Hidden { get; }

    /// <summary>Words in the place of a value that no declaration names: those that arguments take, such as <c>tanh</c>, columns, and slips.</summary>
    public IReadOnlySet<string> Unknown => _unknown.Value;

    /// <summary>Every place where a known name is written, in the order of the text.</summary>
    public ImmutableArray<Occurrence> Occurrences => ImmutableCollectionsMarshal.AsImmutableArray(_occurrences.Value);

    /// <summary>Reads the names of a text. Never throws, whatever the text is.</summary>
    /// <param name="tree">The text.</param>
    /// <param name="files">Gives the files that it uses; null reads none.</param>
    /// <param name="remembered">What is known from the version before.</param>
    public static SymbolTable Of(SyntaxTree tree, ISourceFiles? files, Remembered? remembered = null) => new SymbolReader(tree, files, remembered ?? new Remembered()).Read();

    /// <summary>The known name at an offset or right before it, or null.</summary>
    public Occurrence? OccurrenceAt(int offset)
    {
        var last = Ordered.LastUpTo(Occurrences.AsSpan(), offset, static occurrence => occurrence.Span.Start);
        return last >= 0 && Occurrences[last].Span.Touches(offset) ? Occurrences[last] : null;
    }

    /// <summary>What the name at an offset stands for, or null.</summary>
    public Symbol? SymbolAt(int offset) => OccurrenceAt(offset)?.Symbol;

    /// <summary>Whether a known name is written in a span, be it as a part of a word: <c>age</c> in <c>val_age_loss</c>.</summary>
    public bool IsNamedIn(Span span)
    {
        var first = Ordered.FirstFrom(Occurrences.AsSpan(), span.Start, static occurrence => occurrence.Span.Start);
        return first < Occurrences.Length && Occurrences[first].Span.Start < span.End;
    }

    /// <summary>
    /// Where the text writes the name of a symbol of this table, its declaration included, and that of all that are written with it: one
    /// word of a data block names the labels of several models that learn from it.
    /// </summary>
    public IEnumerable<Occurrence> References(Symbol symbol)
        => _ends.WrittenWith(symbol) is { Count: > 1 } together ? together.SelectMany(one => _bySymbol.Value[one]).OrderBy(occurrence => occurrence.Span.Start) : _bySymbol.Value[symbol];

    /// <summary>The numbered labels of a model or block that some line refers to.</summary>
    /// <param name="owner">The model or block.</param>
    internal LabelRows UsedRowsOf(Symbol owner)
    {
        if (!_usedLabels.TryGetValue(owner, out var rows))
        {
            _usedLabels.Add(owner, rows = new LabelRows(PartAt(owner.Span.Start)?.Declared.Where(symbol => symbol.Kind == NameKind.Label && symbol.Owner == owner && IsUsed(symbol)) ?? []));
        }
        return rows;
    }

    /// <summary>Whether the text makes use of a symbol of this table. To give a parameter its value, <c>Basic 64 stride=2</c>, is no use of it.</summary>
    public bool IsUsed(Symbol symbol) => _used.Value.Contains(symbol);

    /// <summary>The symbols that get another name when this one does, itself among them: lines of models with the data that feeds or teaches them.</summary>
    public IReadOnlyCollection<Symbol> WrittenWith(Symbol symbol) => _ends.WrittenWith(symbol) ?? [symbol];

    /// <summary>The symbol of this text that another text names in the same way, or null when the text does not know it.</summary>
    public Symbol? Find(SymbolId id) => Declared.Concat(Occurrences.Select(occurrence => occurrence.Symbol)).Concat(_ends.Others).FirstOrDefault(symbol => symbol.Name == id.Name && symbol.Kind == id.Kind && symbol.IdIn(Tree.Source) == id);

    /// <summary>The block, model or data of that name that the text knows, or null.</summary>
    public Symbol? Find(NameKind kind, string name) => _known.FirstOrDefault(symbol => symbol.Kind == kind && symbol.Name == name);

    /// <summary>
    /// What can be named at an offset: values and labels that are declared before it, the inner ones first, then blocks, models and data,
    /// those of used files included.
    /// </summary>
    public IEnumerable<Symbol> VisibleAt(int offset)
        => (ScopeAt(offset)?.VisibleAt(offset) ?? []).Concat(_file.At(offset).VisibleAt(offset)).DistinctBy(symbol => symbol.Name).Concat(_known);

    /// <summary>The inputs and outputs that a data block of the text names, each where it first does.</summary>
    internal IEnumerable<Symbol> EndsNamedBy(string data) => _ends.NamedBy(data);

    /// <summary>The innermost scope of a body at an offset; null outside of all bodies.</summary>
    internal LexicalScope? ScopeAt(int offset) => PartAt(offset) is { } part && part.Scope.Touches(offset) ? part.Scope.At(offset) : null;

    // The last part that begins at or before an offset.
    private NamesPart? PartAt(int offset)
    {
        var last = Ordered.LastUpTo(_parts.AsSpan()[..^1], offset, static part => part.Scope.Start);
        return last >= 0 ? _parts[last] : null;
    }

    private Occurrence[] InOrder()
    {
        var all = _parts.SelectMany(part => part.Occurrences);
        return _parts[^1].Occurrences.Count == 0 ? [.. all] : [.. all.OrderBy(occurrence => occurrence.Span.Start)];
    }
}
