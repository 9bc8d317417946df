using System.Collections.Immutable;
using Newtonsoft.Json.Linq;

namespace Nnet.Editor.Runs;

/// <summary>How a line that learns was doing at the end of an epoch. A line of a block has one for each of its calls.</summary>
/// <param name="Line">Zero-based line of the text that was trained.</param>
/// <param name="Epoch">The epoch.</param>
/// <param name="GradientNorm">Norm of its gradient in the epoch's last step; NaN where that was no number.</param>
/// <param name="DeadShare">Share of the units behind its relu that gave zero for every sample of the epoch; null where there is no relu.</param>
public sealed record LineHealth(int Line, int Epoch, double GradientNorm, double? DeadShare)
{
    /// <summary>Reads an <c>epoch</c> event; null for any other.</summary>
    public static ImmutableArray<LineHealth>? Of(JObject happened)
        => (string?)happened["event"] == "epoch" && happened["layers"] is JArray layers
            ? [.. layers.OfType<JObject>().Select(layer => new LineHealth(
                ((int?)layer["line"] ?? 0) - 1,
                (int?)happened["epoch"] ?? 0,
                (double?)layer["gradientNorm"] ?? double.NaN,
                (double?)layer["deadShare"]))]
            : null;
}
