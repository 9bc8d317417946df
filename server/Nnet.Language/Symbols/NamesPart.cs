using Nnet.Language.Text;

namespace Nnet.Language.Symbols;

/// <summary>The names of one declaration. They stay the same from one version to the next as long as it does, and what it names of the rest of the file.</summary>
/// <param name="scope">The names of its body.</param>
internal sealed class NamesPart(LexicalScope scope)
{
    private readonly NamesByKind _asked = new();

    /// <summary>The names of its body.</summary>
    public LexicalScope Scope => scope;

    /// <summary>What it declares, in its order.</summary>
    public List<Symbol> Declared { get; } = [];

    /// <summary>What it declares where the name is taken already.</summary>
    public List<Symbol> Hidden { get; } = [];

    /// <summary>What it makes use of.</summary>
    public HashSet<Symbol> Used { get; } = [];

    /// <summary>Where known names are written, in the order of the text.</summary>
    public List<Occurrence> Occurrences { get; } = [];

    /// <summary>Words in the place of a value that nothing declares before them.</summary>
    public List<UnresolvedName> Unresolved { get; } = [];

    /// <summary>Inputs and outputs of models that it names; which models those are, other declarations say.</summary>
    public List<EndName> Ends { get; } = [];

    /// <summary>Notes what a name of the file stood for.</summary>
    public Symbol? Asked(NameKind? kind, string name, Symbol? answer)
    {
        _asked.Set(kind, name, answer);
        return answer;
    }

    /// <summary>Brings what was met later than it stands in the text into its order.</summary>
    public void Sort()
    {
        for (var i = 1; i < Occurrences.Count; i++)
        {
            if (Occurrences[i].Span.Start < Occurrences[i - 1].Span.Start)
            {
                Occurrences.Sort(static (left, right) => left.Span.Start.CompareTo(right.Span.Start));
                return;
            }
        }
    }

    /// <summary>Whether reading it again would give the same.</summary>
    /// <param name="find">What a name of the file stands for now.</param>
    public bool Holds(Func<NameKind?, string, Symbol?> find) => _asked.AreSame(find);
}

/// <summary>An input or output of a model as a data or train block names it.</summary>
/// <param name="Name">The label.</param>
/// <param name="Span">Where it is written.</param>
internal sealed record EndName(string Name, Span Span);

/// <summary>A word in the place of a value that nothing declares before it.</summary>
/// <param name="Scope">Where it is looked for.</param>
/// <param name="Name">The word.</param>
/// <param name="Span">Where it is written.</param>
internal sealed record UnresolvedName(LexicalScope Scope, string Name, Span Span);
