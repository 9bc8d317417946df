using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Language.Binding;

/// <summary>
/// The arguments of a line as they are met, with the values of those that have one. They are lists that are searched: nothing is
/// quicker for the few of a line, and every keystroke binds every line.
/// </summary>
/// <param name="most">How many there can be.</param>
internal sealed class GivenArguments(int most)
{
    private readonly Argument[] _seen = most == 0 ? [] : new Argument[most];
    private readonly ArgumentSyntax[] _where = most == 0 ? [] : new ArgumentSyntax[most];
    private readonly KeyValuePair<Argument, GivenValue>[] _values = most == 0 ? [] : new KeyValuePair<Argument, GivenValue>[most];
    private int _seenCount;
    private int _valueCount;

    /// <summary>The arguments that were met.</summary>
    public IEnumerable<Argument> Seen => _seen.Take(_seenCount);

    /// <summary>What those that have a value are given.</summary>
    public ArgumentValues Values => ArgumentValues.Of(_values, _valueCount);

    /// <summary>Where an argument was met first, or null.</summary>
    public ArgumentSyntax? First(Argument argument)
    {
        for (var i = 0; i < _seenCount; i++)
        {
            if (ReferenceEquals(_seen[i], argument))
            {
                return _where[i];
            }
        }
        return null;
    }

    /// <summary>Whether an argument was met.</summary>
    public bool Has(Argument argument) => First(argument) is not null;

    /// <summary>Notes that an argument is met for the first time.</summary>
    public void Note(Argument argument, ArgumentSyntax syntax)
    {
        (_seen[_seenCount], _where[_seenCount]) = (argument, syntax);
        _seenCount++;
    }

    /// <summary>Gives an argument its value, or one more if it takes several.</summary>
    public void Give(Argument argument, object value, Span valueSpan, Span span)
    {
        for (var i = 0; argument.IsVariadic && i < _valueCount; i++)
        {
            if (ReferenceEquals(_values[i].Key, argument))
            {
                var before = _values[i].Value;
                var all = ((ImmutableArray<int>)before.Value).AddRange((ImmutableArray<int>)value);
                _values[i] = new(argument, new GivenValue(all, Span.Cover(before.ValueSpan, valueSpan), Span.Cover(before.Span, span)));
                return;
            }
        }
        _values[_valueCount++] = new(argument, new GivenValue(value, valueSpan, span));
    }
}
