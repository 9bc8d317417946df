using System.Collections.Immutable;
using System.Runtime.InteropServices;
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
    private int _line;

    // Whether the lines stand in braces whose condition does not hold: they make nothing, whatever they made before.
    private bool _isSkipped;

    /// <summary>Reads a model or block.</summary>
    /// <param name="declaration">The declaration.</param>
    /// <param name="models">The models that carry it out, in their order.</param>
    public DeclarationFacts Read(BlockDeclaration declaration, IReadOnlyList<LayerGraph> models)
    {
        _placed.Clear();
        var from = _inOrder.Count;
        (_models, _keepsEarlier) = ([.. models.Select(model => graphs[model])], false);
        Lines(declaration.Body!, 1);
        return new DeclarationFacts(declaration, models, [.. _placed], [.. CollectionsMarshal.AsSpan(_inOrder)[from..]], _keepsEarlier);
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
        var start = step.Word.Span.Start;
        var last = earlier.Of(step, start);
        var (facts, first, letsThrough) = Carried(step, last?.Facts);
        var isPassive = _isSkipped || letsThrough;
        var known = Keep(step, start, (facts, repeat, isPassive), last, IsDoubtful(step));
        if (!ReferenceEquals(known, last))
        {
            known = known with { Placed = known.Facts is null ? null : Placed(step, first, known) };
        }
        _inOrder.Add(known);
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
            var last = earlier.Of(repeat, start);
            var known = Keep(repeat, start, (null, facts, _isSkipped), last, _isDoubtful);
            if (!ReferenceEquals(known, last))
            {
                var offset = isOneLine ? body.Span.End : body.Span.Start + 1;
                known = known with { Placed = known.Repeat is null ? null : new PlacedFacts(offset, null, analysis.Source[Span.FromBounds(start, body.Span.Start)].TrimEnd(), null, known.Repeat) { Start = start } };
            }
            _inOrder.Add(known);
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
    private bool IsDoubtful(StepStatement step)
    {
        if (_isDoubtful || !analysis.HasErrors || step.Body is not { } body)
        {
            return _isDoubtful;
        }
        if (step.HasErrors)
        {
            return true;
        }
        foreach (var statement in body.Statements)
        {
            if (statement is StepStatement inner && IsDoubtful(inner))
            {
                return true;
            }
        }
        return false;
    }

    private PlacedFacts Placed(StepStatement step, PlacedStep? first, StatementFacts known)
        => new(step.Body?.Span.End ?? step.Condition?.Span.End ?? step.CallSpan.End, first is not null ? first.Call.Definition as ModelWord : StepFactsTable.WordOf(step), analysis.Source[step.CallSpan], known.Facts, known.Repeat)
        {
            Start = step.Span.Start,
            IsOneLine = analysis.Source.LineAt(step.Span.Start) == analysis.Source.LineAt(step.Span.End),
        };

    // What is known now, or else what was known of the statement that stood there; the same object as before where it is the same.
    private StatementFacts Keep(Statement statement, int offset, (LineFacts? Facts, RepeatFacts? Repeat, bool IsPassive) now, StatementFacts? last, bool isDoubtful)
    {
        if (last is not null && !isDoubtful && !IsNothing(now) && IsSame(now, last))
        {
            return last;
        }
        if (Earlier(offset) is { } there && (isDoubtful || IsLost(now, there)))
        {
            now = (there.Facts, there.Repeat, there.IsPassive);
            _keepsEarlier = true;
        }
        return last is not null && IsSame(now, last) ? last : new StatementFacts(statement, offset, now.Facts, now.Repeat, now.IsPassive);
    }

    private static bool IsSame((LineFacts? Facts, RepeatFacts? Repeat, bool IsPassive) now, StatementFacts last)
        => ReferenceEquals(now.Facts, last.Facts) && Equals(now.Repeat, last.Repeat) && now.IsPassive == last.IsPassive;

    private static bool IsNothing((LineFacts? Facts, RepeatFacts? Repeat, bool IsPassive) now) => now is { Facts: null, Repeat: null, IsPassive: false };

    // What was known of the statement that stood where the next one stands, as the second of its line for example.
    private StatementFacts? Earlier(int offset)
    {
        if (earlier.HidesNothing)
        {
            return null;
        }
        var line = LineOf(offset);
        var index = 0;
        while (index < _inOrder.Count && _inOrder[^(index + 1)].Offset >= analysis.Source.LineStart(line))
        {
            index++;
        }
        return earlier.On(line, index);
    }

    // Statements are asked for in their order, so that the line is the one before or a little further down.
    private int LineOf(int offset)
    {
        while (_line + 1 < analysis.Source.LineCount && analysis.Source.LineStart(_line + 1) <= offset)
        {
            _line++;
        }
        return _line;
    }

    // Nothing is known of it any more; or its first call is what it was, and an error stands before the others.
    private static bool IsLost((LineFacts? Facts, RepeatFacts? Repeat, bool IsPassive) now, StatementFacts last)
        => IsNothing(now) || (now.Facts is { } facts && last.Facts is { } before && facts.Times < before.Times && facts.First.IsLike(before.First));

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
        var facts = variants.Count > 0 ? new LineFacts(variants.ToImmutable()) : null;
        return (last is not null && facts is not null && facts.IsSame(last) ? last : facts, first, isPassive && first is not null);
    }

    private RepeatFacts? Rounds(RepeatStatement repeat, int outerRounds)
    {
        if (FirstOf(repeat) is not { } one || Carrier(one) is not { Model: var model, Sums: var sums })
        {
            return null;
        }
        // All of the first call; those of the first round of a repetition around.
        var sum = new RoundSum(model, sums, model.PlacesAt(one.Word.Span.Start)[0].Origin.Caller, outerRounds);
        var (rounds, isKnown) = (repeat.WrittenRounds, true);
        if (repeat.Step is { } step)
        {
            isKnown = sum.Add(step, ref rounds, isDirect: true);
        }
        else
        {
            Add(repeat.Body, isDirect: true);
        }
        return isKnown && rounds is { } known and > 0 ? new RepeatFacts(known, sum.AreAlike && sum.Total % known == 0 ? sum.Total / known : null, sum.Total) : null;

        // The lines that are repeated themselves, not those in their braces.
        void Add(Body? body, bool isDirect)
        {
            foreach (var statement in body?.Statements ?? [])
            {
                isKnown = isKnown && statement switch
                {
                    StepStatement line => sum.Add(line, ref rounds, isDirect),
                    RepeatStatement { Step: { } line } => sum.Add(line, ref rounds, isDirect: false),
                    _ => true,
                };
                if (statement is RepeatStatement { Step: null } inner)
                {
                    Add(inner.Body, isDirect: false);
                }
            }
        }
    }

    // The first model that carries a line out.
    private GraphFacts? Carrier(StepStatement step)
    {
        foreach (var facts in _models)
        {
            if (!facts.Model.PlacesAt(step.Word.Span.Start).IsEmpty)
            {
                return facts;
            }
        }
        return null;
    }

    private static StepStatement? FirstOf(RepeatStatement repeat) => repeat.Step ?? FirstOf(repeat.Body);

    private static StepStatement? FirstOf(Body? body)
    {
        foreach (var statement in body?.Statements ?? [])
        {
            if ((statement as StepStatement ?? (statement is RepeatStatement repeat ? FirstOf(repeat) : null)) is { } first)
            {
                return first;
            }
        }
        return null;
    }

    // Parameters of the rounds, line by line.
    private struct RoundSum(LayerGraph model, GraphFacts.RunningSums sums, Origin? caller, int outerRounds)
    {
        public long Total { get; private set; }

        public bool AreAlike { get; private set; } = true;

        // False where not everything is known.
        public bool Add(StepStatement step, ref int? rounds, bool isDirect)
        {
            var places = model.PlacesAt(step.Word.Span.Start);
            var count = 0;
            while (count < places.Length && ReferenceEquals(places[count].Origin.Caller, caller))
            {
                count++;
            }
            places = places[..(count / outerRounds)];
            rounds ??= isDirect ? places.Length : null;
            if (places.IsEmpty)
            {
                return false;
            }
            var each = sums.Parameters(places[0].First, places[0].End);
            foreach (var place in places)
            {
                if (!sums.AreKnown(place.First, place.End))
                {
                    return false;
                }
                var parameters = sums.Parameters(place.First, place.End);
                Total += parameters;
                AreAlike &= parameters == each;
            }
            return true;
        }
    }
}
