namespace Nnet.Language.Symbols;

/// <summary>Names of which each kind has its own; values share theirs, which have no kind here.</summary>
internal sealed class NamesByKind
{
    private const int Kinds = (int)NameKind.Data + 1;

    private readonly Dictionary<string, Symbol?>?[] _symbols = new Dictionary<string, Symbol?>?[Kinds + 1];

    /// <summary>What a name stands for, or null.</summary>
    /// <param name="kind">The kind; null for values.</param>
    /// <param name="name">The name.</param>
    public Symbol? Find(NameKind? kind, string name) => _symbols[IndexOf(kind)]?.GetValueOrDefault(name);

    /// <summary>Notes what a name stands for.</summary>
    public void Set(NameKind? kind, string name, Symbol? symbol) => Of(kind)[name] = symbol;

    /// <summary>Notes what a name stands for, unless it is taken.</summary>
    /// <returns>Whether it was free.</returns>
    public bool TryAdd(NameKind kind, string name, Symbol symbol) => Of(kind).TryAdd(name, symbol);

    /// <summary>Whether every name stands for the same here as elsewhere.</summary>
    public bool AreSame(Func<NameKind?, string, Symbol?> find)
    {
        for (var i = 0; i < _symbols.Length; i++)
        {
            NameKind? kind = i == 0 ? null : (NameKind)(i - 1);
            foreach (var (name, symbol) in _symbols[i] ?? [])
            {
                if (!ReferenceEquals(find(kind, name), symbol))
                {
                    return false;
                }
            }
        }
        return true;
    }

    private Dictionary<string, Symbol?> Of(NameKind? kind) => _symbols[IndexOf(kind)] ??= new(StringComparer.Ordinal);

    private static int IndexOf(NameKind? kind) => kind is { } known ? (int)known + 1 : 0;
}
