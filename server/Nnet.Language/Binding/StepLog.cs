using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Syntax;

namespace Nnet.Language.Binding;

/// <summary>Keeps what every written line of the analysed text means, and what its names stood for; a line of a block, which is carried out often, once.</summary>
internal sealed class StepLog
{
    // More than anybody wants to read of one name.
    private const int MostValues = 32;

    private readonly Dictionary<StepStatement, (BoundStep Step, bool IsDry)> _steps = new(ReferenceEqualityComparer.Instance);

    /// <summary>All of them in the order of the text.</summary>
    public ImmutableArray<BoundStep> Steps => [.. _steps.Values.Select(entry => entry.Step).OrderBy(step => step.Syntax.Span.Start)];

    private readonly Dictionary<int, ImmutableArray<Value>> _values = [];

    /// <summary>What each name stood for, by the offset of the word that declares it: different values, in the order in which they came about.</summary>
    public ImmutableDictionary<int, ImmutableArray<Value>> Values => _values.ToImmutableDictionary();

    /// <summary>Notes what a name stands for this time.</summary>
    public void Add(Name name, Value? value)
    {
        var known = _values.GetValueOrDefault(name.Span.Start, []);
        if (value is not null && known.Length < MostValues && !known.Any(other => Same(other, value)))
        {
            _values[name.Span.Start] = known.Add(value);
        }
    }

    // Lists are equal when they read alike, and labels whatever line they lead to this time.
    private static bool Same(Value one, Value other)
        => one.Equals(other) || (one.GetType() == other.GetType() && one is Value.List or Value.Dimensions or Value.Application or Value.Edge && one.ToString() == other.ToString());

    /// <summary>Whether a line was met already.</summary>
    public bool Knows(StepStatement syntax) => _steps.ContainsKey(syntax);

    /// <summary>Notes a line; the first time that it was carried out for good counts.</summary>
    public void Add(StepStatement syntax, BlockDeclaration owner, Call? call, bool isDry)
    {
        if (!_steps.TryGetValue(syntax, out var known) || (known.IsDry && !isDry))
        {
            _steps[syntax] = (new BoundStep(syntax, owner, call), isDry);
        }
    }
}
