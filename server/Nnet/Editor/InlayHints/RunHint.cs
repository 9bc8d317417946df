using System.Collections.Immutable;
using Nnet.Editor.Runs;
using Nnet.Editor.Workspace;

namespace Nnet.Editor.InlayHints;

/// <summary>How a line was doing in the last epoch of a run: <c>∇ 0.012 · 12% dead</c>.</summary>
/// <param name="Text">What stands in the line.</param>
/// <param name="Tip">What is told of it, in Markdown.</param>
public sealed record RunHint(string Text, string Tip)
{
    // Less is a rounding of nothing.
    private const double LeastDead = 0.005;

    /// <summary>The hints of a text.</summary>
    /// <param name="snapshot">The text.</param>
    /// <param name="runs">The runs so far.</param>
    /// <param name="settings">What the user wants to see.</param>
    /// <returns>By the line of a model that each one stands on.</returns>
    public static IReadOnlyDictionary<PlacedFacts, RunHint> Of(Snapshot snapshot, RunList runs, EditorSettings settings)
    {
        var hints = new Dictionary<PlacedFacts, RunHint>(ReferenceEqualityComparer.Instance);
        var health = settings.ShowRun ? runs.HealthIn(snapshot.Document.Uri, snapshot.Source) : new Dictionary<int, ImmutableArray<LineHealth>>();
        if (health.Count == 0)
        {
            return hints;
        }
        // Of several layers on one line the run tells only the line: what it says stands behind the last.
        var last = new Dictionary<int, PlacedFacts>();
        foreach (var step in snapshot.Steps.Steps)
        {
            last[snapshot.Source.LineAt(step.Start)] = step;
        }
        foreach (var (line, calls) in health)
        {
            if (last.TryGetValue(line, out var step))
            {
                hints[step] = Of(calls);
            }
        }
        return hints;
    }

    /// <summary>The hint of a line.</summary>
    /// <param name="calls">How it was doing, once for each time that it is carried out; one at least.</param>
    public static RunHint Of(ImmutableArray<LineHealth> calls)
    {
        var norm = Range(calls.Select(call => call.GradientNorm), Figures.Measure);
        var dead = calls.Select(call => call.DeadShare).OfType<double>().DefaultIfEmpty(0).Max() >= LeastDead
            ? Range(calls.Select(call => call.DeadShare).OfType<double>(), share => $"{share * 100:0}") + "%"
            : null;
        var layers = calls.Length > 1 ? $" of its {Figures.Count(calls.Length)} layers" : "";
        return new RunHint(
            $"∇ {norm}{(dead is null ? "" : $" · {dead} dead")}",
            $"Epoch {Figures.Count(calls[0].Epoch)} of the last run: the gradient{layers} had the norm {norm} in its last step.{(dead is null ? "" : $" {dead} of the units gave zero for every sample, so they do not learn.")}");
    }

    // One figure where all read alike, otherwise the least and the greatest; what is no number is told first of all.
    private static string Range(IEnumerable<double> values, Func<double, string> written)
    {
        var all = values.ToArray();
        var (low, high) = (written(all.Min()), written(all.Max()));
        return all.Any(double.IsNaN) ? written(double.NaN) : low == high ? low : $"{low}–{high}";
    }
}
