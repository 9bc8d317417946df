using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Nnet.Language.Definitions;

/// <summary>What a line gives to the arguments of a definition, in the order of the line. A line gives a handful, so they are searched.</summary>
[CollectionBuilder(typeof(ArgumentValues), nameof(Of))]
public sealed class ArgumentValues : IReadOnlyList<KeyValuePair<Argument, GivenValue>>
{
    // An array alone: collections of pairs are compiled at start.
    private readonly KeyValuePair<Argument, GivenValue>[] _values;

    private ArgumentValues(KeyValuePair<Argument, GivenValue>[] values) => _values = values;

    /// <summary>Nothing is given.</summary>
    public static ArgumentValues Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _values.Length;

    /// <summary>Whether nothing is given.</summary>
    public bool IsEmpty => _values.Length == 0;

    /// <inheritdoc/>
    public KeyValuePair<Argument, GivenValue> this[int index] => _values[index];

    /// <summary>The arguments that are given.</summary>
    public IEnumerable<Argument> Keys => _values.Select(pair => pair.Key);

    /// <summary>What they are given.</summary>
    public IEnumerable<GivenValue> Values => _values.Select(pair => pair.Value);

    /// <summary>What is given to an argument; fails when nothing is.</summary>
    public GivenValue this[Argument argument] => TryGetValue(argument, out var value) ? value : throw new KeyNotFoundException($"{argument.Name} is not given.");

    /// <summary>The values of a line, no argument twice.</summary>
    public static ArgumentValues Of(ReadOnlySpan<KeyValuePair<Argument, GivenValue>> values) => values.IsEmpty ? Empty : new(values.ToArray());

    /// <summary>The first of the values, no argument twice.</summary>
    internal static ArgumentValues Of(KeyValuePair<Argument, GivenValue>[] values, int count)
    {
        if (count == 0)
        {
            return Empty;
        }
        if (count == values.Length)
        {
            return new(values);
        }
        var given = new KeyValuePair<Argument, GivenValue>[count];
        Array.Copy(values, given, count);
        return new(given);
    }

    /// <summary>What is given to an argument, if anything.</summary>
    public bool TryGetValue(Argument argument, [NotNullWhen(true)] out GivenValue? value)
    {
        foreach (var (given, found) in _values)
        {
            if (ReferenceEquals(given, argument))
            {
                value = found;
                return true;
            }
        }
        value = null;
        return false;
    }

    /// <summary>Whether anything is given to an argument.</summary>
    public bool ContainsKey(Argument argument) => TryGetValue(argument, out _);

    /// <summary>These values and one more, which takes the place of what was given to its argument before.</summary>
    public ArgumentValues With(Argument argument, GivenValue value) => new([.. Without(argument)._values, new(argument, value)]);

    /// <summary>These values but for one argument.</summary>
    public ArgumentValues Without(Argument argument) => new(Array.FindAll(_values, pair => !ReferenceEquals(pair.Key, argument)));

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<Argument, GivenValue>> GetEnumerator() => ((IEnumerable<KeyValuePair<Argument, GivenValue>>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
