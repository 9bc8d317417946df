using System.Collections.Immutable;
using System.Reflection;

namespace Nnet.Language.Definitions;

/// <summary>Every definition of one kind, found by its class alone, so that adding one touches no list.</summary>
/// <typeparam name="T">The kind: layers, losses, optimizers …</typeparam>
public static class Catalog<T>
    where T : Definition
{
    private static readonly Dictionary<string, T> s_byName = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, T> s_byAlias = new(StringComparer.OrdinalIgnoreCase);

    static Catalog()
    {
        All = [.. Definitions.All.OfType<T>()];
        foreach (var definition in All)
        {
            s_byName.Add(definition.Name, definition);
            foreach (var alias in definition.Aliases)
            {
                // One framework's Conv1d is another's Conv1D.
                s_byAlias.TryAdd(alias, definition);
            }
        }
    }

    /// <summary>All of them, by name.</summary>
    public static ImmutableArray<T> All { get; }

    /// <summary>The one of that name, or null.</summary>
    public static T? Find(string name) => s_byName.GetValueOrDefault(name);

    /// <summary>The one that another framework calls <paramref name="alias"/> (case does not matter), or null.</summary>
    public static T? FindAlias(string alias) => s_byAlias.GetValueOrDefault(alias);

    /// <summary>The one of that name, written with other capitals: <c>MaxPool</c>; or null.</summary>
    public static T? FindInAnyCase(string name)
    {
        foreach (var definition in All)
        {
            if (string.Equals(definition.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return definition;
            }
        }
        return null;
    }

    /// <summary>The one declared by class <typeparamref name="TDefinition"/>.</summary>
    public static TDefinition Get<TDefinition>()
        where TDefinition : T
        => All.OfType<TDefinition>().Single();
}

/// <summary>Every definition of this assembly, by name.</summary>
internal static class Definitions
{
    public static Definition[] All { get; } = Find();

    private static Definition[] Find()
    {
        var found = new List<Definition>();
        foreach (var type in typeof(Definition).Assembly.GetTypes())
        {
            // What takes something to be made is declared by a text: the blocks.
            if (!type.IsAbstract && type.IsSubclassOf(typeof(Definition)) && type.GetConstructor(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, []) is not null)
            {
                found.Add((Definition)Activator.CreateInstance(type, nonPublic: true)!);
            }
        }
        found.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        return [.. found];
    }
}
