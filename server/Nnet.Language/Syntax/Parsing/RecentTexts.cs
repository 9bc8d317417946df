using System.Diagnostics.CodeAnalysis;

namespace Nnet.Language.Syntax.Parsing;

/// <summary>Remembers what was worked out for texts, and forgets what nobody asked for while as much again came in.</summary>
internal sealed class RecentTexts<T>
    where T : class
{
    private Dictionary<string, T> _young = [];
    private Dictionary<string, T> _old = [];
    private int _length;

    /// <summary>The sum of the texts' lengths at which the older half is forgotten.</summary>
    public int Capacity { get; set; }

    /// <summary>What is known of a text.</summary>
    public bool TryGet(ReadOnlySpan<char> text, [NotNullWhen(true)] out T? value)
    {
        if (_young.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out value))
        {
            return true;
        }
        if (_old.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var key, out value))
        {
            Add(key, value);
            return true;
        }
        return false;
    }

    /// <summary>Remembers.</summary>
    public void Add(string text, T value)
    {
        if (_length > Capacity)
        {
            (_old, _young, _length) = (_young, [], 0);
        }
        // The constant is what an entry costs besides its text.
        _young[text] = value;
        _length += text.Length + 20;
    }
}
