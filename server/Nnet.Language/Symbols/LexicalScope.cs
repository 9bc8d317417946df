using System.Runtime.InteropServices;
using Nnet.Language.Text;

namespace Nnet.Language.Symbols;

/// <summary>The names of one body. It sees those around it.</summary>
/// <param name="span">The stretch of text in which its names can be used.</param>
/// <param name="outer">The scope around, or null for what other files declare.</param>
/// <param name="isPath">Whether its labels belong to the scope around, as those of a path do.</param>
internal sealed class LexicalScope(Span span, LexicalScope? outer = null, bool isPath = false)
{
    private Dictionary<string, Symbol>? _symbols;
    private List<LexicalScope>? _inner;
    private bool _isKnown;

    /// <summary>The scope in which labels of lines are declared.</summary>
    public LexicalScope OfLabels => isPath && outer is not null ? outer.OfLabels : this;

    /// <summary>Where its names can be used when they are declared at an offset: from there to its end.</summary>
    public Span From(int offset) => Span.FromBounds(offset, span.End);

    /// <summary>Where it begins.</summary>
    public int Start => span.Start;

    /// <summary>Whether an offset lies in it, or at its end.</summary>
    public bool Touches(int offset) => span.Touches(offset);

    /// <summary>A scope within this one.</summary>
    public LexicalScope Open(Span body, bool isPath = false) => new(body, this, isPath);

    /// <summary>Declares a name; of two the first counts.</summary>
    /// <returns>Whether the name was free.</returns>
    public bool Declare(Symbol symbol)
    {
        BeKnown();
        return (_symbols ??= new(StringComparer.Ordinal)).TryAdd(symbol.Name, symbol);
    }

    // Most bodies declare nothing: what can be seen in them is what can be seen around.
    private void BeKnown()
    {
        if (!_isKnown && outer is not null)
        {
            outer.BeKnown();
            (outer._inner ??= []).Add(this);
        }
        _isKnown = true;
    }

    /// <summary>What a name stands for, from the inside out, or null.</summary>
    public Symbol? Find(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope._symbols is not null && scope._symbols.TryGetValue(name, out var symbol))
            {
                return symbol;
            }
        }
        return null;
    }

    /// <summary>The innermost scope at an offset.</summary>
    public LexicalScope At(int offset)
    {
        var scope = this;
        while (scope.InnerAt(offset) is { } inner)
        {
            scope = inner;
        }
        return scope;
    }

    // They stand in the order of the text and do not overlap.
    private LexicalScope? InnerAt(int offset)
    {
        var last = Ordered.LastUpTo(CollectionsMarshal.AsSpan(_inner), offset, static scope => scope.Start);
        return last >= 0 && _inner![last].Touches(offset) ? _inner[last] : null;
    }

    /// <summary>What is declared before an offset, the inner ones first; what they hide is left out.</summary>
    public IEnumerable<Symbol> VisibleAt(int offset)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            foreach (var symbol in scope._symbols?.Values ?? Enumerable.Empty<Symbol>())
            {
                if ((symbol.IsExported || (symbol.Scope.Start < offset && symbol.Scope.Touches(offset))) && seen.Add(symbol.Name))
                {
                    yield return symbol;
                }
            }
        }
    }

    private LexicalScope? Outer => outer;
}
