using System.Collections.Immutable;
using Nnet.Language;
using Nnet.Language.Findings;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Joins;
using Nnet.Language.Layers.Structure;
using Nnet.Language.Syntax;

namespace Nnet.Editor.Workspace;

/// <summary>
/// The facts of all lines of a text's models and blocks. While a line is half typed, it and the lines behind it keep the facts that
/// they had last, so that hints and totals stay where they are.
/// </summary>
public sealed class StepFactsTable
{
    private readonly Dictionary<int, List<Known>> _byLine;
    private readonly Dictionary<int, Known> _byWord;
    private readonly Dictionary<string, TensorType> _blockInputs;

    private StepFactsTable(ImmutableArray<PlacedFacts> steps, Dictionary<int, List<Known>> byLine, Dictionary<int, Known> byWord, Dictionary<string, TensorType> blockInputs)
        => (Steps, _byLine, _byWord, _blockInputs) = (steps, byLine, byWord, blockInputs);

    /// <summary>No lines at all.</summary>
    public static StepFactsTable Empty { get; } = new([], [], [], []) { Totals = new Dictionary<string, ModelTotals>(), BlockTotals = new Dictionary<string, ModelTotals>() };

    /// <summary>The lines that have facts, in the order of the text.</summary>
    public ImmutableArray<PlacedFacts> Steps { get; }

    /// <summary>The last good totals of every model, by its name.</summary>
    public required IReadOnlyDictionary<string, ModelTotals> Totals { get; init; }

    /// <summary>The last good totals of the first call of every block, by its name.</summary>
    public required IReadOnlyDictionary<string, ModelTotals> BlockTotals { get; init; }

    /// <summary>The table of a text.</summary>
    /// <param name="analysis">The text.</param>
    /// <param name="before">The table of an earlier text.</param>
    /// <param name="change">What became of that text.</param>
    public static StepFactsTable Of(Analysis analysis, StepFactsTable before, LineChange change)
    {
        var isBroken = analysis.Findings.Any(finding => finding.Kind.Severity == Severity.Error);
        var reader = new FactsReader(analysis, isBroken ? before.Moved(change) : []);
        reader.Read();
        return new StepFactsTable([.. reader.Placed], reader.ByLine, reader.ByWord, BlockInputsOf(analysis, before))
        {
            Totals = TotalsOf(analysis, before),
            BlockTotals = BlockTotalsOf(analysis, before),
        };
    }

    /// <summary>What a line makes; null when nothing is known of it.</summary>
    public LineFacts? FactsOf(StepStatement step) => _byWord.GetValueOrDefault(step.Word.Span.Start).Facts;

    /// <summary>What a new line at an offset would be fed with.</summary>
    /// <param name="analysis">The text of this table.</param>
    /// <param name="offset">The place.</param>
    public EdgeHere EdgeAt(Analysis analysis, int offset)
    {
        if (analysis.Syntax.DeclarationAt(offset) is not BlockDeclaration { Body: { } body } declaration || offset <= body.Span.Start)
        {
            return new EdgeHere(null, false);
        }
        var levels = new List<(Body Body, Statement? Owner)> { (body, null) };
        while (levels[^1].Body.Statements.FirstOrDefault(statement => BodyOf(statement) is { } inner && inner.Span.Start < offset && inner.Inside.End >= offset) is { } around)
        {
            levels.Add((BodyOf(around)!, around));
        }
        var place = offset;
        for (var level = levels.Count - 1; level >= 0; level--)
        {
            var owner = levels[level].Owner is RepeatStatement { Step: { } repeated } ? repeated : levels[level].Owner;
            // The paths of a joint all begin where the joint does.
            if (!(owner is StepStatement joint && WordOf(joint) is Join) && Before(levels[level].Body, place) is { } edge)
            {
                return edge;
            }
            if (owner is StepStatement step && FactsOf(step)?.First.Input is { } input)
            {
                return new EdgeHere(input, false);
            }
            place = levels[level].Owner?.Span.Start ?? place;
        }
        return declaration is ModelDeclaration
            ? new EdgeHere(null, true)
            : new EdgeHere(declaration.Name is { } name && _blockInputs.TryGetValue(name.Text, out var given) ? given : null, false);
    }

    /// <summary>The word of the language that a line begins with, other frameworks' spellings included; null for blocks and unknown ones.</summary>
    public static ModelWord? WordOf(StepStatement step)
        => Language.Definitions.Catalog<ModelWord>.Find(step.Word.Text) ?? Language.Definitions.Catalog<ModelWord>.FindAlias(step.Word.Text);

    private static Body? BodyOf(Statement statement) => statement switch
    {
        StepStatement step => step.Body,
        RepeatStatement repeat => repeat.Body ?? repeat.Step?.Body,
        _ => null,
    };

    // What the last line of a body before a place gives on; null when no line before it does.
    private EdgeHere? Before(Body body, int place)
    {
        for (var i = body.Statements.Length - 1; i >= 0; i--)
        {
            if (body.Statements[i].Span.End <= place && Given(body.Statements[i]) is { } edge)
            {
                return edge;
            }
        }
        return null;
    }

    private EdgeHere? Given(Statement statement)
    {
        switch (statement)
        {
            case RepeatStatement { Body: { } body }:
                return Before(body, body.Span.End);
            case RepeatStatement { Step: { } step }:
                return Given(step);
            // A branch of its own leaves the flow as it is.
            case StepStatement step when WordOf(step) is Branch or Output:
                return null;
            case StepStatement step:
                var known = _byWord.GetValueOrDefault(step.Word.Span.Start);
                return known.IsPassive ? null : new EdgeHere(known.Facts?.Variants[^1].Facts.Output, false);
            default:
                return null;
        }
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

    private static Dictionary<string, ModelTotals> BlockTotalsOf(Analysis analysis, StepFactsTable before)
    {
        var totals = new Dictionary<string, ModelTotals>();
        foreach (var block in analysis.Blocks.Where(block => block.Foreign is null))
        {
            var calls = analysis.CallsOf(block);
            var nodes = calls is [var (model, first), ..] ? model.Nodes.AsSpan()[first.First..first.End] : [];
            var sums = new ModelTotals(0, 0, 0, calls.Length);
            var isKnown = !nodes.IsEmpty;
            foreach (var node in nodes)
            {
                isKnown &= node.Facts is not null;
                sums = node.Facts is not { } facts ? sums : sums with
                {
                    Parameters = sums.Parameters + facts.Parameters,
                    Macs = sums.Macs + facts.Macs,
                    MemoryBytes = sums.MemoryBytes + (4 * (facts.Parameters + facts.BufferCount + facts.Output.Shape.Count)),
                };
            }
            if ((isKnown ? sums : before.BlockTotals.GetValueOrDefault(block.Name)) is { } known)
            {
                totals.TryAdd(block.Name, known);
            }
        }
        return totals;
    }

    private static Dictionary<string, TensorType> BlockInputsOf(Analysis analysis, StepFactsTable before)
    {
        var inputs = new Dictionary<string, TensorType>();
        foreach (var block in analysis.Blocks)
        {
            if (analysis.CallsOf(block) is [var (model, call), ..] && call.Input is { } input && model.Nodes[input].Facts is { } facts)
            {
                inputs.TryAdd(block.Name, facts.Output);
            }
            else if (before._blockInputs.TryGetValue(block.Name, out var last))
            {
                inputs.TryAdd(block.Name, last);
            }
        }
        return inputs;
    }

    private Dictionary<int, List<Known>> Moved(LineChange change)
    {
        var moved = new Dictionary<int, List<Known>>();
        foreach (var (line, facts) in _byLine)
        {
            if (change.Moved(line) is { } now)
            {
                moved[now] = facts;
            }
        }
        return moved;
    }

    /// <summary>What is known of one statement.</summary>
    /// <param name="Facts">What it makes.</param>
    /// <param name="Repeat">What its rounds make.</param>
    /// <param name="IsPassive">Whether it was carried out and let its input through each time.</param>
    internal readonly record struct Known(LineFacts? Facts, RepeatFacts? Repeat, bool IsPassive);
}

/// <summary>What a new line would be fed with.</summary>
/// <param name="Type">The values; null when they are not known.</param>
/// <param name="IsBeginning">Whether there is nothing yet: the model begins here.</param>
public readonly record struct EdgeHere(TensorType? Type, bool IsBeginning);
