using System.Collections.Immutable;
using Nnet.Language;
using Nnet.Language.Findings;
using Nnet.Language.Graph;
using Nnet.Language.Syntax;

namespace Nnet.Editor.Workspace;

/// <summary>What a step of a model makes, its <c>activation=</c> included.</summary>
/// <param name="Output">Shape of what it gives.</param>
/// <param name="ShapeArithmetic">How the shape comes about, or null when it is plain.</param>
/// <param name="Parameters">Trainable parameters.</param>
/// <param name="ParameterArithmetic">How they come about, or null when there are none.</param>
public sealed record StepFacts(Shape Output, string? ShapeArithmetic, long Parameters, string? ParameterArithmetic)
{
    /// <summary>The facts of the nodes of one step, or null when one of them could not be inferred.</summary>
    public static StepFacts? Of(IReadOnlyList<Node> nodes)
        => nodes.All(node => node.Facts is not null)
            ? new StepFacts(
                nodes[^1].Facts!.Output.Shape,
                nodes[0].Facts!.ShapeArithmetic,
                nodes.Sum(node => node.Facts!.Parameters),
                nodes.Select(node => node.Facts!.ParameterArithmetic).FirstOrDefault(arithmetic => arithmetic is not null))
            : null;
}

/// <summary>A step and its facts in a text.</summary>
/// <param name="Offset">The end of the step, where its hint stands.</param>
/// <param name="Facts">Its facts.</param>
public sealed record PlacedFacts(int Offset, StepFacts Facts);

/// <summary>
/// The facts of all steps of a text. While a line is half typed, it and the lines behind it keep the facts that they had last,
/// so that hints and totals stay where they are.
/// </summary>
public sealed class StepFactsTable
{
    private readonly Dictionary<int, List<StepFacts?>> _byLine;

    private StepFactsTable(ImmutableArray<PlacedFacts> steps, Dictionary<int, List<StepFacts?>> byLine, IReadOnlyDictionary<string, ModelTotals> totals)
        => (Steps, _byLine, Totals) = (steps, byLine, totals);

    /// <summary>No steps at all.</summary>
    public static StepFactsTable Empty { get; } = new([], [], new Dictionary<string, ModelTotals>());

    /// <summary>The steps that have facts, in the order of the text.</summary>
    public ImmutableArray<PlacedFacts> Steps { get; }

    /// <summary>The last good totals of every model, by its name.</summary>
    public IReadOnlyDictionary<string, ModelTotals> Totals { get; }

    /// <summary>The table of a text.</summary>
    /// <param name="analysis">The text.</param>
    /// <param name="before">The table of an earlier text.</param>
    /// <param name="change">What became of that text.</param>
    public static StepFactsTable Of(Analysis analysis, StepFactsTable before, LineChange change)
    {
        var isBroken = analysis.Findings.Any(finding => finding.Kind.Severity == Severity.Error);
        var earlier = isBroken ? before.Moved(change) : Empty._byLine;
        var nodes = analysis.Models.SelectMany(model => model.Nodes).ToLookup(node => node.Origin.NameSpan.Start);
        var placed = ImmutableArray.CreateBuilder<PlacedFacts>();
        var byLine = new Dictionary<int, List<StepFacts?>>();
        foreach (var step in analysis.Syntax.Declarations.OfType<ModelDeclaration>().SelectMany(model => model.Steps()))
        {
            var line = analysis.Source.LineAt(step.Word.Span.Start);
            if (!byLine.TryGetValue(line, out var onLine))
            {
                byLine.Add(line, onLine = []);
            }
            var known = (nodes[step.Word.Span.Start].ToList() is { Count: > 0 } own ? StepFacts.Of(own) : null)
                ?? (earlier.TryGetValue(line, out var last) ? last.ElementAtOrDefault(onLine.Count) : null);
            if (known is not null)
            {
                placed.Add(new PlacedFacts(step.CallSpan.End, known));
            }
            onLine.Add(known);
        }
        return new StepFactsTable(placed.ToImmutable(), byLine, TotalsOf(analysis, before));
    }

    private static Dictionary<string, ModelTotals> TotalsOf(Analysis analysis, StepFactsTable before)
    {
        var totals = new Dictionary<string, ModelTotals>();
        foreach (var model in analysis.Models)
        {
            if ((model.IsComplete ? ModelTotals.Of(model) : before.Totals.GetValueOrDefault(model.Name)) is { } known)
            {
                totals.TryAdd(model.Name, known);
            }
        }
        return totals;
    }

    private Dictionary<int, List<StepFacts?>> Moved(LineChange change)
    {
        var moved = new Dictionary<int, List<StepFacts?>>();
        foreach (var (line, facts) in _byLine)
        {
            if (change.Moved(line) is { } now)
            {
                moved[now] = facts;
            }
        }
        return moved;
    }
}

/// <summary>The sums over a model.</summary>
/// <param name="Parameters">Trainable parameters.</param>
/// <param name="Macs">Multiply-accumulates of one sample.</param>
/// <param name="MemoryBytes">Bytes of parameters, buffers and one sample's activations.</param>
public sealed record ModelTotals(long Parameters, long Macs, long MemoryBytes)
{
    /// <summary>The sums of a model.</summary>
    public static ModelTotals Of(LayerGraph model) => new(model.Parameters, model.Macs, model.MemoryBytes);

    /// <summary>As a lens shows them: <c>61,706 parameters · 0.42 M MACs · 0.9 MB</c>.</summary>
    public override string ToString() => $"{Figures.Count(Parameters, "parameter")} · {Figures.Macs(Macs)} · {Figures.Bytes(MemoryBytes)}";
}
