using System.Collections.Immutable;
using Nnet.Language.Graph;
using Nnet.Language.Text;

namespace Nnet.Editor.Graphs;

/// <summary>A line as it was carried out, with the lines in its braces, or in the block that it calls.</summary>
/// <param name="Step">The line.</param>
/// <param name="Inner">The lines inside.</param>
internal sealed record PlacedLine(PlacedStep Step, ImmutableArray<PlacedLine> Inner);

/// <summary>Lines that are carried out one after the other, so and so often; once is the rule.</summary>
/// <param name="Rounds">The lines of each time.</param>
internal sealed record Repetition(ImmutableArray<ImmutableArray<PlacedLine>> Rounds)
{
    /// <summary>How often.</summary>
    public int Times => Rounds.Length;

    /// <summary>Ids of the nodes of a round, and behind the last one.</summary>
    public (int Start, int End) this[int round] => (Rounds[round][0].Step.First, Rounds[round][^1].Step.End);
}

/// <summary>How the lines of a model nest and repeat, from the flat list of what was carried out.</summary>
internal static class StepTree
{
    // Enough for a body of so many lines that begins with a repetition of its own.
    private const int MaximalPeriods = 64;

    /// <summary>The lines of the model itself.</summary>
    public static ImmutableArray<PlacedLine> Of(LayerGraph model)
    {
        // A line stands in the list behind everything that it led to.
        var open = new List<PlacedLine>();
        foreach (var step in model.Steps)
        {
            var first = open.Count;
            while (first > 0 && IsInside(open[first - 1].Step, step))
            {
                first--;
            }
            var line = new PlacedLine(step, [.. open[first..]]);
            open.RemoveRange(first, open.Count - first);
            open.Add(line);
        }
        return [.. open];
    }

    /// <summary>Finds repetitions: outside of them every line of a body is carried out once.</summary>
    public static IEnumerable<Repetition> Repetitions(ImmutableArray<PlacedLine> lines)
    {
        var next = NextTimes(lines);
        for (var start = 0; start < lines.Length;)
        {
            var (period, count) = LongestFrom(lines, next, start);
            yield return new Repetition([.. Enumerable.Range(0, count).Select(round => lines.Slice(start + (round * period), period))]);
            start += period * count;
        }
    }

    // Where the same line is carried out the next time; the length where it is not.
    private static int[] NextTimes(ImmutableArray<PlacedLine> lines)
    {
        var next = new int[lines.Length];
        var seen = new Dictionary<Span, int>();
        for (var line = lines.Length - 1; line >= 0; line--)
        {
            next[line] = seen.GetValueOrDefault(lines[line].Step.Origin.Span, lines.Length);
            seen[lines[line].Step.Origin.Span] = line;
        }
        return next;
    }

    private static (int Period, int Count) LongestFrom(ImmutableArray<PlacedLine> lines, int[] nextTimes, int start)
    {
        var best = (Period: 1, Count: 1);
        var tried = 0;
        for (var next = nextTimes[start]; next < lines.Length && tried < MaximalPeriods && best.Period * best.Count < lines.Length - start; next = nextTimes[next])
        {
            tried++;
            var period = next - start;
            var end = next;
            while (end < lines.Length && IsSameLine(lines[end - period], lines[end]))
            {
                end++;
            }
            var count = (end - start) / period;
            if (count > 1 && period * count > best.Period * best.Count)
            {
                best = (period, count);
            }
        }
        return best;
    }

    private static bool IsSameLine(PlacedLine one, PlacedLine other) => one.Step.Origin.Span == other.Step.Origin.Span;

    private static bool IsInside(PlacedStep inner, PlacedStep outer)
        => ReferenceEquals(inner.Origin.Caller, outer.Origin)
            || (ReferenceEquals(inner.Origin.Caller, outer.Origin.Caller)
                && inner.First >= outer.First
                && inner.Origin.Span != outer.Origin.Span
                && inner.Origin.Span.Start >= outer.Origin.Span.Start
                && inner.Origin.Span.End <= outer.Origin.Span.End);
}
