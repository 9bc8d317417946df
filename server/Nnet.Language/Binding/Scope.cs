using Nnet.Language.Definitions;

namespace Nnet.Language.Binding;

/// <summary>The values that names stand for; a scope sees those around it.</summary>
internal sealed class Scope(Scope? outer = null)
{
    private readonly Dictionary<string, Value?> _values = new(StringComparer.Ordinal);

    /// <summary>Declares a name; null means that its value has an error, which was reported where it is declared.</summary>
    public bool TryDeclare(string name, Value? value) => _values.TryAdd(name, value);

    /// <summary>Looks a name up, from the inside out.</summary>
    public bool TryFind(string name, out Value? value)
    {
        value = null;
        return _values.TryGetValue(name, out value) || (outer?.TryFind(name, out value) ?? false);
    }

    /// <summary>All names that can be seen.</summary>
    public IEnumerable<string> Names => outer is null ? _values.Keys : _values.Keys.Concat(outer.Names);
}
