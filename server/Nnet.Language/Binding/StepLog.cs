using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Syntax;

namespace Nnet.Language.Binding;

/// <summary>Keeps what every written line of the analysed text means; a line of a block, which is carried out often, once.</summary>
internal sealed class StepLog
{
    private readonly Dictionary<StepStatement, (BoundStep Step, bool IsDry)> _steps = new(ReferenceEqualityComparer.Instance);

    /// <summary>All of them in the order of the text.</summary>
    public ImmutableArray<BoundStep> Steps => [.. _steps.Values.Select(entry => entry.Step).OrderBy(step => step.Syntax.Span.Start)];

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
