using System.Collections.Immutable;
using Nnet.Language;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Editor.Workspace;

/// <summary>Goes through models and blocks of a text and takes together, line by line, what the graphs say of it.</summary>
/// <param name="analysis">The text.</param>
/// <param name="earlier">What was known of its lines before: it stays where it is the same, or where nothing is known now.</param>
/// <param name="graphs">What each model says.</param>
internal sealed class FactsReader(Analysis analysis, EarlierFacts earlier, IReadOnlyDictionary<LayerGraph, GraphFacts> graphs)
{
    private readonly List<PlacedFacts> _placed = [];
    private readonly List<StatementFacts> _inOrder = [];
    private GraphFacts[] _models = [];
    private bool _isDoubtful;
    private bool _keepsEarlier;

    // The line that was read last, and how much of it.
    private (int Line, int Count) _onLine = (-1, 0);

    // Whether the lines stand in braces whose condition does not hold: they make nothing, whatever they made before.
    private bool _isSkipped;

    /// <summary>Reads a model or block.</summary>
    /// <param name="declaration">The declaration.</param>
    /// <param name="models">The models that carry it out, in their order.</param>
    public DeclarationFacts Read(BlockDeclaration declaration, IReadOnlyList<LayerGraph> models)
    {
        _placed.Clear();
        _inOrder.Clear();
        (_models, _keepsEarlier) = ([.. models.Select(model => graphs[model])], false);
        Lines(declaration.Body!, 1);
        return new DeclarationFacts(declaration, models, [.. _placed], [.. _inOrder], _keepsEarlier);
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
        var (start, word) = (step.Word.Span.Start, StepFactsTable.WordOf(step));
        var last = earlier.Of(step, start);
        var (facts, first, letsThrough) = Carried(step, last?.Facts);
        var isPassive = _isSkipped || letsThrough;
        var known = Keep(new StatementFacts(step, start, facts, repeat, isPassive), last, IsDoubtful(step), of => of.Facts is null ? null : new PlacedFacts(
            step.Body?.Span.End ?? step.Condition?.Span.End ?? step.CallSpan.End, first is not null ? first.Call.Definition as ModelWord : word, analysis.Source[step.CallSpan], of.Facts, of.Repeat)
        {
            Start = step.Span.Start,
            IsOneLine = analysis.Source.LineAt(step.Span.Start) == analysis.Source.LineAt(step.Span.End),
        });
        if (step.Body is { } body)
        {
            var around = (_isDoubtful, _isSkipped);
            (_isDoubtful, _isSkipped) = (_isDoubtful || step.HasErrors, isPassive && step.Condition is not null || _isSkipped);
            Lines(body, outerRounds * (repeat?.Rounds ?? 1));
            (_isDoubtful, _isSkipped) = around;
        }
        // The hint of a line with a body stands behind those of the lines in it.
        if (known.Placed is { } placed)
        {
            _placed.Add(placed);
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
            var isOneLine = analysis.Source.LineAt(body.Span.Start) == analysis.Source.LineAt(body.Span.End);
            var start = repeat.Span.Start;
            var known = Keep(new StatementFacts(repeat, start, null, facts, _isSkipped), earlier.Of(repeat, start), _isDoubtful, of => of.Repeat is null ? null
                : new PlacedFacts(isOneLine ? body.Span.End : body.Span.Start + 1, null, analysis.Source[Span.FromBounds(start, body.Span.Start)].TrimEnd(), null, of.Repeat) { Start = start });
            if (known.Placed is { } above && !isOneLine)
            {
                _placed.Add(above);
            }
            Lines(body, outerRounds * (facts?.Rounds ?? 1));
            if (known.Placed is { } behind && isOneLine)
            {
                _placed.Add(behind);
            }
        }
    }

    // What a half-typed condition makes of the lines in its braces, and they of the joint around them, is not to be believed.
    private bool IsDoubtful(StepStatement step) => _isDoubtful || (step.Body is { } body && (step.HasErrors || body.Statements.OfType<StepStatement>().Any(IsDoubtful)));

    // What is known now, or else what was known of the statement that stood there; the same object as before where it is the same.
    private StatementFacts Keep(StatementFacts now, StatementFacts? last, bool isDoubtful, Func<StatementFacts, PlacedFacts?> place)
    {
        var line = analysis.Source.LineAt(now.Offset);
        _onLine = (line, line == _onLine.Line ? _onLine.Count + 1 : 1);
        if (earlier.On(line, _onLine.Count - 1) is { } there && (isDoubtful || IsLost(now, there)))
        {
            now = now with { Facts = there.Facts, Repeat = there.Repeat, IsPassive = there.IsPassive };
            _keepsEarlier = true;
        }
        now = last is not null && ReferenceEquals(now.Facts, last.Facts) && Equals(now.Repeat, last.Repeat) && now.IsPassive == last.IsPassive ? last : now with { Placed = place(now) };
        _inOrder.Add(now);
        return now;
    }

    // Nothing is known of it any more; or its first call is what it was, and an error stands before the others.
    private static bool IsLost(StatementFacts now, StatementFacts last)
        => now is { Facts: null, Repeat: null, IsPassive: false }
            || (now.Facts is { } facts && last.Facts is { } before && facts.Times < before.Times && facts.First.IsLike(before.First));

    // What a line makes in all models, the first time that it is carried out, and whether it let its input through each time.
    private (LineFacts? Facts, PlacedStep? First, bool IsPassive) Carried(StepStatement step, LineFacts? last)
    {
        if (_models is [var only])
        {
            var line = only.Line(analysis, step.Word.Span.Start, last);
            return (line.Facts, line.First, line.IsPassive && line.First is not null);
        }
        var variants = ImmutableArray.CreateBuilder<StepVariant>();
        PlacedStep? first = null;
        var isPassive = true;
        foreach (var model in _models)
        {
            var line = model.Line(analysis, step.Word.Span.Start, null);
            first ??= line.First;
            isPassive &= line.IsPassive;
            foreach (var variant in line.Facts?.Variants ?? [])
            {
                GraphFacts.Add(variants, variant);
            }
        }
        return (variants.Count > 0 ? new LineFacts(variants.ToImmutable()) : null, first, isPassive && first is not null);
    }

    private RepeatFacts? Rounds(RepeatStatement repeat, int outerRounds)
    {
        var steps = repeat.Step is { } only ? [only] : StepsOf(repeat.Body).ToArray();
        if (steps.Length == 0 || Array.Find(_models, facts => !facts.Model.PlacesAt(steps[0].Word.Span.Start).IsEmpty) is not { Model: var model, Sums: var sums })
        {
            return null;
        }
        var first = model.PlacesAt(steps[0].Word.Span.Start)[0];
        var (rounds, total, alike) = (Written(repeat), 0L, true);
        foreach (var step in steps)
        {
            // All of the first call; those of the first round of a repetition around.
            var places = Array.FindAll(model.PlacesAt(step.Word.Span.Start).ToArray(), place => ReferenceEquals(place.Origin.Caller, first.Origin.Caller));
            places = places[..(places.Length / outerRounds)];
            rounds ??= repeat.Body?.Statements.Contains(step) ?? true ? places.Length : null;
            if (places.Length == 0)
            {
                return null;
            }
            var each = sums.Parameters(places[0].First, places[0].End);
            foreach (var place in places)
            {
                if (!sums.AreKnown(place.First, place.End))
                {
                    return null;
                }
                var parameters = sums.Parameters(place.First, place.End);
                total += parameters;
                alike &= parameters == each;
            }
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
