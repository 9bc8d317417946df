using System.Globalization;
using System.Text;
using Nnet.Engine.Runs.Events;

namespace Nnet.Engine.Runs.Files;

/// <summary>
/// loss.svg: training loss in blue, validation loss in orange, each named at its line's end, and a hairline at the best
/// epoch. It follows the reader's light or dark preference.
/// </summary>
public static class LossChart
{
    private const double Width = 720;
    private const double Height = 400;
    private const double Left = 64;
    private const double Right = 128;
    private const double Top = 80;
    private const double Bottom = 44;

    private const string Style = """
        <style>
          .paper { fill: #ffffff }
          text { font: 12px system-ui, -apple-system, "Segoe UI", sans-serif; font-variant-numeric: tabular-nums; fill: #5c6370 }
          .title { font-size: 15px; font-weight: 600; fill: #1f2328 }
          .grid { stroke: #1f2328; stroke-opacity: .09 }
          .best { stroke: #1f2328; stroke-opacity: .45; stroke-dasharray: 3 3 }
          .line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round }
          .raw { stroke-width: 1; stroke-opacity: .3 }
          .train { stroke: #0969da } text.train { stroke: none; fill: #0969da }
          .validation { stroke: #d4720b } text.validation { stroke: none; fill: #b35900 }
          @media (prefers-color-scheme: dark) {
            .paper { fill: #1b1f24 }
            text { fill: #9aa4b2 }
            .title { fill: #e6edf3 }
            .grid { stroke: #e6edf3 }
            .best { stroke: #e6edf3 }
            .train { stroke: #58a6ff } text.train { fill: #58a6ff }
            .validation { stroke: #f0a04b } text.validation { fill: #f0a04b }
          }
        </style>
        """;

    /// <summary>Draws the epochs of a run.</summary>
    /// <param name="epochs">The epochs; at least one.</param>
    /// <param name="title">What was trained.</param>
    /// <param name="outcome">How it ended, in a few words.</param>
    /// <param name="bestEpoch">The best epoch, or 0.</param>
    public static string Draw(IReadOnlyList<EpochDone> epochs, string title, string outcome, int bestEpoch)
    {
        var train = epochs.Select(epoch => epoch.Train["loss"]).ToArray();
        var validation = epochs[0].Validation is null ? null : epochs.Select(epoch => epoch.Validation!["loss"]).ToArray();
        var (axis, cut) = LossAxis.For([.. train, .. validation ?? []]);
        double X(double epoch) => Left + ((Width - Left - Right) * (epochs.Count == 1 ? 0.5 : (epoch - 1) / (epochs.Count - 1)));
        // Far beyond the paper is far enough: viewers choke on huge coordinates.
        double Y(double loss) => Top + ((Height - Top - Bottom) * (1 - Math.Clamp(axis.PlaceOf(loss), -5, 5)));

        if (cut)
        {
            outcome += $" · peak of {LossAxis.Label(train.Concat(validation ?? []).Where(double.IsFinite).Max())} cut off";
        }

        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" role=\"img\" aria-label=\"{Escape($"{title}: {outcome}")}\">\n{Style}\n");
        svg.Append(CultureInfo.InvariantCulture, $"<clipPath id=\"plot\"><rect x=\"{Left}\" y=\"{Top}\" width=\"{Width - Left - Right}\" height=\"{Height - Top - Bottom + 2}\"/></clipPath>\n");
        svg.Append("<rect class=\"paper\" width=\"100%\" height=\"100%\" rx=\"6\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"title\" x=\"{Left}\" y=\"30\">{Escape(title)}</text>\n<text x=\"{Left}\" y=\"50\">{Escape(outcome)}</text>\n");
        foreach (var tick in axis.Ticks)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"grid\" d=\"M{Left} {Y(tick):0.#}H{Width - Right}\"/><text x=\"{Left - 10}\" y=\"{Y(tick) + 4:0.#}\" text-anchor=\"end\">{LossAxis.Label(tick)}</text>\n");
        }
        foreach (var epoch in EpochTicks(epochs.Count))
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(epoch):0.#}\" y=\"{Height - Bottom + 22}\" text-anchor=\"middle\">{epoch}</text>\n");
        }
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 10}\" y=\"{Height - Bottom + 22}\" text-anchor=\"end\">epoch</text>\n");
        if (bestEpoch > 0)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"best\" d=\"M{X(bestEpoch):0.#} {Top}V{Height - Bottom}\"/><text x=\"{X(bestEpoch):0.#}\" y=\"{Top - 8}\" text-anchor=\"{(bestEpoch > epochs.Count / 2 ? "end" : "start")}\">best {bestEpoch}</text>\n");
        }
        var ends = Apart(Y(train[^1]), validation is null ? null : Y(validation[^1]));
        AppendSeries(svg, train, "train", "train", ends.Train, X, Y, axis.IsLogarithmic);
        if (validation is not null)
        {
            AppendSeries(svg, validation, "validation", "validation", ends.Validation, X, Y, axis.IsLogarithmic);
        }
        return svg.Append("</svg>\n").ToString();
    }

    private static void AppendSeries(StringBuilder svg, double[] losses, string kind, string name, double labelY, Func<double, double> x, Func<double, double> y, bool isLogarithmic)
    {
        if (losses.Length >= 60)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"line raw {kind}\" clip-path=\"url(#plot)\" d=\"{PathOf(losses, x, y)}\"/>\n");
        }
        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"line {kind}\" clip-path=\"url(#plot)\" d=\"{PathOf(losses.Length >= 60 ? Smooth(losses, isLogarithmic) : losses, x, y)}\"/>\n");
        if (losses.Length == 1 && double.IsFinite(losses[0]))
        {
            svg.Append(CultureInfo.InvariantCulture, $"<circle class=\"line {kind}\" cx=\"{x(1):0.#}\" cy=\"{y(losses[0]):0.#}\" r=\"2\"/>\n");
        }
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"{kind}\" x=\"{Width - Right + 12}\" y=\"{labelY + 4:0.#}\">{name} {LossAxis.Label(losses[^1])}</text>\n");
    }

    private static string PathOf(double[] losses, Func<double, double> x, Func<double, double> y)
    {
        var path = new StringBuilder();
        var pen = 'M';
        for (var i = 0; i < losses.Length; i++)
        {
            // A gap where there is no number.
            if (!double.IsFinite(losses[i]))
            {
                pen = 'M';
                continue;
            }
            path.Append(CultureInfo.InvariantCulture, $"{pen}{x(i + 1):0.#} {y(losses[i]):0.#}");
            pen = 'L';
        }
        return path.ToString();
    }

    // The mean of the epochs around (of their logarithms on such an axis), a fortieth of the run to each side, so that the
    // line neither lags nor moves its ends.
    private static double[] Smooth(double[] losses, bool isLogarithmic)
    {
        var reach = Math.Max(1, losses.Length / 40);
        return [.. losses.Select((loss, i) =>
        {
            var side = Math.Min(reach, Math.Min(i, losses.Length - 1 - i));
            var around = losses.AsSpan(i - side, (2 * side) + 1).ToArray();
            return double.IsFinite(loss) && around.All(double.IsFinite) ? (isLogarithmic ? Math.Exp(around.Average(Math.Log)) : around.Average()) : loss;
        })];
    }

    // Labels of lines that end close to each other are moved apart.
    private static (double Train, double Validation) Apart(double train, double? validation)
    {
        if (validation is not { } other || Math.Abs(train - other) >= 16)
        {
            return (train, validation ?? 0);
        }
        var (middle, sign) = ((train + other) / 2, train <= other ? -1 : 1);
        return (middle + (8 * sign), middle - (8 * sign));
    }

    private static IEnumerable<int> EpochTicks(int epochs)
    {
        var step = Math.Max(1, (int)LossAxis.NiceStep(epochs / 5.0));
        return Enumerable.Range(0, (epochs / step) + 1).Select(i => Math.Max(1, i * step)).Distinct();
    }

    private static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace("\"", "&quot;");
}
