using Nnet.Language.Definitions;

namespace Nnet.Language.Binding;

/// <summary>What names stand for: values, and lines that have a label. A scope sees those around it.</summary>
/// <param name="outer">The scope around, or null for the outermost.</param>
/// <param name="isPath">Whether labels belong to the scope around: a path is a part of the body that it stands in.</param>
internal sealed class Scope(Scope? outer = null, bool isPath = false)
{
    private Dictionary<string, Value?>? _values;

    /// <summary>Takes note of what is looked up in this scope, and in those around it, from further in; null takes none.</summary>
    public Reads? Reads { get; set; }

    /// <summary>How often it was asked what names stand for.</summary>
    public int Questions { get; private set; }

    /// <summary>Declares a name; null means that its value has an error, which was reported where it is declared.</summary>
    /// <returns>Whether the name was free in this scope.</returns>
    public bool TryDeclare(string name, Value? value) => (_values ??= new(StringComparer.Ordinal)).TryAdd(name, value);

    /// <summary>Declares a label, in the body that the path belongs to.</summary>
    /// <returns>Whether the name was free.</returns>
    public bool TryDeclareLabel(string name, Value? value) => isPath && outer is not null ? outer.TryDeclareLabel(name, value) : TryDeclare(name, value);

    /// <summary>Looks a name up, from the inside out.</summary>
    public bool TryFind(string name, out Value? value)
    {
        Questions++;
        Reads? reads = null;
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            reads ??= scope.Reads;
            if (scope._values is not null && scope._values.TryGetValue(name, out value))
            {
                reads?.Value(name, true, value);
                return true;
            }
        }
        reads?.Value(name, false, null);
        value = null;
        return false;
    }

    /// <summary>All names that can be seen.</summary>
    public IEnumerable<string> Names
    {
        get
        {
            Questions++;
            for (var scope = this; scope is not null; scope = scope.Outer)
            {
                scope.Reads?.Names(scope.Visible);
                foreach (var name in scope._values?.Keys ?? Enumerable.Empty<string>())
                {
                    yield return name;
                }
            }
        }
    }

    // Its own names and those around it, without a note.
    private IEnumerable<string> Visible => (_values?.Keys ?? Enumerable.Empty<string>()).Concat(outer?.Visible ?? []);

    /// <summary>The scope around, or null.</summary>
    public Scope? Outer => outer;

    /// <summary>What is declared in this scope itself.</summary>
    public IEnumerable<KeyValuePair<string, Value?>> Own => _values ?? Enumerable.Empty<KeyValuePair<string, Value?>>();
}
