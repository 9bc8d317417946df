using System.Collections.Immutable;
using Nnet.Language.Data;
using Nnet.Language.Graph;
using Nnet.Language.Text;
using Nnet.Language.Training;

namespace Nnet.Language.Findings.Rules;

/// <summary>Something that is checked once all graphs are made. One class declares its kinds and its check; its being there is enough.</summary>
public abstract class Rule
{
    /// <summary>Every rule of the language.</summary>
    public static ImmutableArray<Rule> All { get; } =
    [
        .. typeof(Rule).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(Rule)))
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (Rule)Activator.CreateInstance(type)!),
    ];

    /// <summary>What it can find.</summary>
    public abstract ImmutableArray<FindingKind> Kinds { get; }

    /// <summary>Looks, and reports.</summary>
    public abstract void Check(RuleContext context);
}

/// <summary>A rule that looks at each model by itself.</summary>
public abstract class ModelRule : Rule
{
    /// <inheritdoc/>
    public sealed override void Check(RuleContext context)
    {
        foreach (var model in context.Analysis.Models)
        {
            Check(context, model);
        }
    }

    /// <summary>Looks at one model.</summary>
    protected abstract void Check(RuleContext context, LayerGraph model);
}

/// <summary>A rule that looks at each train block with its model and data.</summary>
public abstract class TrainRule : Rule
{
    /// <inheritdoc/>
    public sealed override void Check(RuleContext context)
    {
        foreach (var train in context.Analysis.Trains)
        {
            Check(context, train);
        }
    }

    /// <summary>Looks at one train block.</summary>
    protected abstract void Check(RuleContext context, TrainSpec train);
}

/// <summary>What a rule looks at, and whom it tells.</summary>
/// <param name="analysis">Everything but the findings.</param>
/// <param name="report">Takes findings.</param>
public sealed class RuleContext(Analysis analysis, Action<Finding> report)
{
    /// <summary>Everything that is known of the text, without its findings.</summary>
    public Analysis Analysis => analysis;

    /// <summary>The text.</summary>
    public SourceText Source => analysis.Source;

    /// <summary>What the data of a block look like, or null when they cannot be seen.</summary>
    public DataFacts? FactsOf(DataSpec? data)
        => data is not null && analysis.Looks.TryGetValue(data.Name, out var look) && look is DataLook.Seen seen ? seen.Facts : null;

    /// <summary>Reports a finding.</summary>
    public void Report(FindingKind kind, Span span, string message, params ImmutableArray<Fix> fixes)
        => report(new Finding(kind, span, message) { Fixes = fixes });
}
