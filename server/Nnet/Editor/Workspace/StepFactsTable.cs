using System.Collections.Immutable;
using Nnet.Language;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Joins;
using Nnet.Language.Layers.Structure;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Editor.Workspace;

/// <summary>
/// The facts of all lines of a text's models and blocks. While a line is half typed, it and the lines behind it keep the facts that
/// they had last, so that hints and totals stay where they are.
/// </summary>
public sealed class StepFactsTable
{
    private readonly SourceText _source;
    private readonly ImmutableArray<DeclarationFacts> _declarations;
    private readonly Dictionary<string, LayerFacts> _blockInputs;
    private readonly Remembered _remembered;
    private ImmutableArray<PlacedFacts> _steps;

    private StepFactsTable(SourceText source, ImmutableArray<DeclarationFacts> declarations, Dictionary<string, LayerFacts> blockInputs, Remembered remembered)
        => (_source, _declarations, _blockInputs, _remembered) = (source, declarations, blockInputs, remembered);

    /// <summary>No lines at all.</summary>
    public static StepFactsTable Empty { get; } = new(new SourceText(""), [], [], new Remembered()) { Totals = new Dictionary<string, ModelTotals>(), BlockTotals = new Dictionary<string, ModelTotals>() };

    /// <summary>The lines that have facts, in the order of the text.</summary>
    public ImmutableArray<PlacedFacts> Steps => _steps.IsDefault ? _steps = [.. _declarations.SelectMany(declaration => declaration.Placed)] : _steps;

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
        var isBroken = analysis.HasErrors;
        var callers = CallersOf(analysis);
        var known = new Dictionary<object, DeclarationFacts>(ReferenceEqualityComparer.Instance);
        foreach (var facts in before._declarations)
        {
            known.Add(facts.Declaration, facts);
        }
        var parts = new List<Part>();
        var model = 0;
        foreach (var declaration in analysis.Syntax.Declarations)
        {
            IReadOnlyList<LayerGraph> models = declaration is ModelDeclaration ? [analysis.Models[model++]] : CallersOf(declaration, callers);
            if (declaration is ModelDeclaration { Body: not null } or LayerBlockDeclaration { Body: not null })
            {
                parts.Add(new Part((BlockDeclaration)declaration, models, known.TryGetValue(declaration, out var facts) && facts.Holds(models, isBroken) ? facts : null));
            }
        }
        foreach (var part in parts)
        {
            if (part.Facts is not null)
            {
                known.Remove(part.Declaration);
            }
        }
        var remembered = new Remembered(before._remembered);
        var graphs = new Dictionary<LayerGraph, GraphFacts>(ReferenceEqualityComparer.Instance);
        foreach (var each in analysis.Models)
        {
            graphs.Add(each, remembered.Of(each, _ => true, () => new GraphFacts(each)));
        }
        remembered.Close();
        var reader = new FactsReader(analysis, before.Again(known, analysis.Source.LineCount, isBroken ? change : null), graphs);
        return new StepFactsTable(analysis.Source, [.. parts.Select(part => part.Facts ?? reader.Read(part.Declaration, part.Models))], BlockInputsOf(analysis, before, callers), remembered)
        {
            Totals = TotalsOf(analysis, before),
            BlockTotals = BlockTotalsOf(analysis, before, callers),
        };
    }

    // The models that carry out each block of the text, by its declaration.
    private static Dictionary<object, List<LayerGraph>> CallersOf(Analysis analysis)
    {
        var callers = new Dictionary<object, List<LayerGraph>>(ReferenceEqualityComparer.Instance);
        foreach (var model in analysis.Models)
        {
            foreach (var block in model.CalledBlocks)
            {
                if (!callers.TryGetValue(block.Declaration, out var models))
                {
                    callers.Add(block.Declaration, models = []);
                }
                models.Add(model);
            }
        }
        return callers;
    }

    private static IReadOnlyList<LayerGraph> CallersOf(Declaration block, Dictionary<object, List<LayerGraph>> callers)
        => callers.TryGetValue(block, out var models) ? models : [];

    private static (LayerGraph Model, PlacedStep Call)? FirstCall(BlockDefinition block, IReadOnlyList<LayerGraph> models)
    {
        foreach (var model in models)
        {
            if (model.CallsOf(block).FirstOrDefault() is { } call)
            {
                return (model, call);
            }
        }
        return null;
    }

    /// <summary>What a line makes; null when nothing is known of it.</summary>
    public LineFacts? FactsOf(StepStatement step) => KnownOf(step)?.Facts;

    private StatementFacts? KnownOf(StepStatement step)
    {
        var last = Ordered.LastUpTo(_declarations.AsSpan(), step.Span.Start, static facts => facts.Declaration.Span.Start);
        return last >= 0 ? _declarations[last].At(step.Word.Span.Start) : null;
    }

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
            : new EdgeHere(declaration.Name is { } name && _blockInputs.TryGetValue(name.Text, out var given) ? given.Output : null, false);
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
                var known = KnownOf(step);
                return known is { IsPassive: true } ? null : new EdgeHere(known?.Facts?.Variants[^1].Facts.Output, false);
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

    private static Dictionary<string, ModelTotals> BlockTotalsOf(Analysis analysis, StepFactsTable before, Dictionary<object, List<LayerGraph>> callers)
    {
        var totals = new Dictionary<string, ModelTotals>();
        foreach (var block in analysis.Blocks.Where(block => block.Foreign is null))
        {
            var models = CallersOf(block.Declaration, callers);
            var nodes = FirstCall(block, models) is var (model, first) ? model.Nodes.AsSpan()[first.First..first.End] : [];
            var sums = new ModelTotals(0, 0, 0, models.Sum(caller => caller.CallsOf(block).Count()));
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

    private static Dictionary<string, LayerFacts> BlockInputsOf(Analysis analysis, StepFactsTable before, Dictionary<object, List<LayerGraph>> callers)
    {
        var inputs = new Dictionary<string, LayerFacts>();
        foreach (var block in analysis.Blocks)
        {
            if (FirstCall(block, CallersOf(block.Declaration, callers)) is var (model, call) && call.Input is { } input && model.Nodes[input].Facts is { } facts)
            {
                inputs.TryAdd(block.Name, facts);
            }
            else if (before._blockInputs.TryGetValue(block.Name, out var last))
            {
                inputs.TryAdd(block.Name, last);
            }
        }
        return inputs;
    }

    // What was known of the declarations that are read again.
    private EarlierFacts Again(Dictionary<object, DeclarationFacts> again, int lines, LineChange? change)
        => new([.. _declarations.Where(declaration => again.ContainsKey(declaration.Declaration)).SelectMany(declaration => declaration.InOrder)], _source, lines, change);

    // A declaration with the models that carry its lines out, and what is known of it already or null.
    private sealed record Part(BlockDeclaration Declaration, IReadOnlyList<LayerGraph> Models, DeclarationFacts? Facts);
}

/// <summary>What a new line would be fed with.</summary>
/// <param name="Type">The values; null when they are not known.</param>
/// <param name="IsBeginning">Whether there is nothing yet: the model begins here.</param>
public readonly record struct EdgeHere(TensorType? Type, bool IsBeginning);
