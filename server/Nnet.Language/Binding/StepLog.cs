using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Syntax;

namespace Nnet.Language.Binding;

/// <summary>Keeps what every written line of the analysed text means, and what its names stood for; a line of a block, which is carried out often, once.</summary>
internal sealed class StepLog
{
    // More than anybody wants to read of one name.
    private const int MostValues = 32;

    private readonly Dictionary<StepStatement, BoundStep> _steps = new(ReferenceEqualityComparer.Instance);

    private readonly Dictionary<int, List<Value>> _values = [];

    /// <summary>All of them in the order of the text.</summary>
    public ImmutableArray<BoundStep> Steps => [.. _steps.Values.OrderBy(step => step.Syntax.Span.Start)];

    /// <summary>What each name stood for, by the offset of the word that declares it: different values, in the order in which they came about.</summary>
    public IReadOnlyDictionary<int, List<Value>> Values => _values;

    /// <summary>Notes what a name stands for this time.</summary>
    public void Add(Name name, Value? value)
    {
        if (value is not null)
        {
            Add(name.Span.Start, value);
        }
    }

    private void Add(int offset, Value value)
    {
        if (!_values.TryGetValue(offset, out var known))
        {
            _values.Add(offset, known = []);
        }
        if (known.Count < MostValues && !known.Exists(other => Same(other, value)))
        {
            known.Add(value);
        }
    }

    // Lists are equal when they read alike, and labels whatever line they lead to this time.
    private static bool Same(Value one, Value other)
        => one.Equals(other) || (one.GetType() == other.GetType() && one is Value.List or Value.Dimensions or Value.Application or Value.Edge && one.ToString() == other.ToString());

    /// <summary>What several parts of a text keep, one after the other.</summary>
    public static StepLog Of(IEnumerable<StepLog> parts)
    {
        var all = new StepLog();
        foreach (var part in parts)
        {
            foreach (var step in part._steps.Values)
            {
                if (all.IsNews(step.Syntax, step.IsDry))
                {
                    all._steps[step.Syntax] = step;
                }
            }
            foreach (var (offset, values) in part._values)
            {
                foreach (var value in values)
                {
                    all.Add(offset, value);
                }
            }
        }
        return all;
    }

    /// <summary>Makes room for so many lines.</summary>
    public void Expect(int lines) => _steps.EnsureCapacity(lines);

    /// <summary>Whether a line was met already.</summary>
    public bool Knows(StepStatement syntax) => _steps.ContainsKey(syntax);

    /// <summary>Notes a line; the first time that it was carried out for good counts.</summary>
    public void Add(StepStatement syntax, BlockDeclaration owner, Call? call, bool isDry)
    {
        if (IsNews(syntax, isDry))
        {
            _steps[syntax] = new BoundStep(syntax, owner, call) { IsDry = isDry };
        }
    }

    private bool IsNews(StepStatement syntax, bool isDry) => !_steps.TryGetValue(syntax, out var known) || (known.IsDry && !isDry);
}
