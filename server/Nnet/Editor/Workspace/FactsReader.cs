using System.Collections.Immutable;
using Nnet.Language;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Editor.Workspace;

/// <summary>Goes through models and blocks of a text and takes together, line by line, what the graphs say of it.</summary>
/// <param name="analysis">The text.</param>
/// <param name="earlier">What was known of its lines before, for those of which nothing is known now.</param>
/// <param name="graphs">What each model says.</param>
internal sealed class FactsReader(Analysis analysis, Dictionary<int, List<StepFactsTable.Known>> earlier, IReadOnlyDictionary<LayerGraph, GraphFacts> graphs)
{
    // How much of each line was read already.
    private readonly Dictionary<int, int> _onLine = [];

    private List<PlacedFacts> _placed = [];
    private List<(int Offset, StepFactsTable.Known Known)> _inOrder = [];
    private Dictionary<int, StepFactsTable.Known> _byWord = [];
    private ImmutableArray<GraphFacts> _models = [];
    private bool _isDoubtful;
    private bool _keepsEarlier;

    // Whether the lines stand in braces whose condition does not hold: they make nothing, whatever they made before.
    private bool _isSkipped;

    /// <summary>Reads a model or block.</summary>
    /// <param name="declaration">The declaration.</param>
    /// <param name="models">The models that carry it out, in their order.</param>
    public DeclarationFacts Read(BlockDeclaration declaration, ImmutableArray<LayerGraph> models)
    {
        (_placed, _inOrder, _byWord, _models, _keepsEarlier) = ([], [], [], [.. models.Select(model => graphs[model])], false);
        Lines(declaration.Body!, 1);
        return new DeclarationFacts(declaration, models, [.. _placed], _inOrder, _byWord, _keepsEarlier);
    }

    private void Lines(Body body, int outerRounds)
    {
        foreach (var statement in body.Statements)
        {
            switch (statement)
            {
                case StepStatement step:
                    Step(step, null, outerRounds);
                    break;
                case RepeatStatement repeat:
                    Repeat(repeat, outerRounds);
                    break;
            }
        }
    }

    private void Step(StepStatement step, RepeatFacts? repeat, int outerRounds)
    {
        var (facts, first, letsThrough) = Carried(step);
        var isPassive = _isSkipped || letsThrough;
        var known = Keep(step.Word.Span.Start, new StepFactsTable.Known(facts, repeat, isPassive), IsDoubtful(step));
        _byWord[step.Word.Span.Start] = known;
        var index = _placed.Count;
        if (step.Body is { } body)
        {
            var around = (_isDoubtful, _isSkipped);
            (_isDoubtful, _isSkipped) = (_isDoubtful || step.HasErrors, isPassive && step.Condition is not null || _isSkipped);
            Lines(body, outerRounds * (repeat?.Rounds ?? 1));
            (_isDoubtful, _isSkipped) = around;
        }
        if (known.Facts is not null)
        {
            var placed = new PlacedFacts(step.Body?.Span.End ?? step.Condition?.Span.End ?? step.CallSpan.End, first is not null ? first.Call.Definition as ModelWord : StepFactsTable.WordOf(step), analysis.Source[step.CallSpan], known.Facts, known.Repeat)
            {
                Start = step.Span.Start,
                IsOneLine = analysis.Source.LineAt(step.Span.Start) == analysis.Source.LineAt(step.Span.End),
            };
            // The hint of a line with a body stands behind those of the lines in it.
            _placed.Insert(step.Body is null ? index : _placed.Count, placed);
        }
    }

    private void Repeat(RepeatStatement repeat, int outerRounds)
    {
        var facts = Rounds(repeat, outerRounds);
        if (repeat.Step is { } step)
        {
            Step(step, facts, outerRounds);
        }
        else if (repeat.Body is { } body)
        {
            var known = Keep(repeat.Span.Start, new StepFactsTable.Known(null, facts, _isSkipped), _isDoubtful);
            var isOneLine = analysis.Source.LineAt(body.Span.Start) == analysis.Source.LineAt(body.Span.End);
            var placed = new PlacedFacts(isOneLine ? body.Span.End : body.Span.Start + 1, null, analysis.Source[Span.FromBounds(repeat.Span.Start, body.Span.Start)].TrimEnd(), null, known.Repeat) { Start = repeat.Span.Start };
            if (known.Repeat is not null && !isOneLine)
            {
                _placed.Add(placed);
            }
            Lines(body, outerRounds * (facts?.Rounds ?? 1));
            if (known.Repeat is not null && isOneLine)
            {
                _placed.Add(placed);
            }
        }
    }

    // What a half-typed condition makes of the lines in its braces, and they of the joint around them, is not to be believed.
    private bool IsDoubtful(StepStatement step) => _isDoubtful || (step.Body is { } body && (step.HasErrors || body.Statements.OfType<StepStatement>().Any(IsDoubtful)));

    // What is known now, or else what was known of the statement that stood there.
    private StepFactsTable.Known Keep(int start, StepFactsTable.Known now, bool isDoubtful)
    {
        var line = analysis.Source.LineAt(start);
        var index = _onLine.GetValueOrDefault(line);
        _onLine[line] = index + 1;
        if (earlier.TryGetValue(line, out var last) && index < last.Count && (isDoubtful || IsLost(now, last[index])))
        {
            now = last[index];
            _keepsEarlier = true;
        }
        _inOrder.Add((start, now));
        return now;
    }

    // Nothing is known of it any more; or its first call is what it was, and an error stands before the others.
    private static bool IsLost(StepFactsTable.Known now, StepFactsTable.Known last)
        => now is { Facts: null, Repeat: null, IsPassive: false }
            || (now.Facts is { } facts && last.Facts is { } before && facts.Times < before.Times && facts.First.IsLike(before.First));

    // What a line makes in all models, the first time that it is carried out, and whether it let its input through each time.
    private (LineFacts? Facts, PlacedStep? First, bool IsPassive) Carried(StepStatement step)
    {
        var variants = ImmutableArray.CreateBuilder<StepVariant>();
        PlacedStep? first = null;
        var isPassive = true;
        foreach (var model in _models)
        {
            var line = model.Line(analysis, step.Word.Span.Start);
            first ??= line.First;
            isPassive &= line.IsPassive;
            foreach (var variant in line.Variants)
            {
                GraphFacts.Add(variants, variant.Facts, variant.Times, () => variant.Call, variant.Model);
            }
        }
        return (variants.Count > 0 ? new LineFacts(variants.ToImmutable()) : null, first, isPassive && first is not null);
    }

    private RepeatFacts? Rounds(RepeatStatement repeat, int outerRounds)
    {
        var steps = repeat.Step is { } only ? [only] : StepsOf(repeat.Body).ToArray();
        if (steps.Length == 0 || _models.FirstOrDefault(facts => facts.Model.PlacesAt(steps[0].Word.Span.Start).Any()) is not { Model: var model, Sums: var sums })
        {
            return null;
        }
        var first = model.PlacesAt(steps[0].Word.Span.Start).First();
        var (rounds, total, alike) = (Written(repeat), 0L, true);
        foreach (var step in steps)
        {
            // All of the first call; those of the first round of a repetition around.
            var places = model.PlacesAt(step.Word.Span.Start).Where(place => ReferenceEquals(place.Origin.Caller, first.Origin.Caller)).ToArray();
            places = places[..(places.Length / outerRounds)];
            rounds ??= repeat.Body?.Statements.Contains(step) ?? true ? places.Length : null;
            if (places.Length == 0 || !places.All(place => sums.AreKnown(place.First, place.End)))
            {
                return null;
            }
            total += places.Sum(place => sums.Parameters(place.First, place.End));
            alike &= places.All(place => sums.Parameters(place.First, place.End) == sums.Parameters(places[0].First, places[0].End));
        }
        return rounds is { } known and > 0 ? new RepeatFacts(known, alike && total % known == 0 ? total / known : null, total) : null;
    }

    // The number of rounds where it is written as a number.
    private static int? Written(RepeatStatement repeat)
        => repeat.Counts.All(count => count is NumberLiteral { IsInteger: true }) ? (int)Math.Min(int.MaxValue, repeat.Counts.Aggregate(1.0, (product, count) => product * ((NumberLiteral)count).Value)) : null;

    // The lines that are repeated themselves, not those in their braces.
    private static IEnumerable<StepStatement> StepsOf(Body? body) => body is null ? [] : body.Statements.SelectMany(statement => statement switch
    {
        StepStatement step => [step],
        RepeatStatement { Step: { } step } => [step],
        RepeatStatement repeat => StepsOf(repeat.Body),
        _ => [],
    });
}
