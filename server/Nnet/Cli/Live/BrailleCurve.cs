using System.Text;
using Nnet.Engine.Runs;

namespace Nnet.Cli.Live;

/// <summary>Draws loss curves in braille dots, two across and four down in every cell.</summary>
internal static class BrailleCurve
{
    private const int LabelWidth = 7;

    /// <summary>Columns of the axis.</summary>
    public const int AxisWidth = LabelWidth + 2;

    // The bit of a dot by its column and row in the cell; the numbering is Unicode's.
    private static readonly int[,] s_dots = { { 0x01, 0x02, 0x04, 0x40 }, { 0x08, 0x10, 0x20, 0x80 } };

    /// <summary>Rows of text with the curves and an axis at their left.</summary>
    /// <param name="series">Each with its losses and how its cells are painted; where two meet, the first shows.</param>
    /// <param name="points">Points on the whole x-axis, so that a run fills it from the left.</param>
    /// <param name="width">Columns, axis included.</param>
    /// <param name="height">Rows.</param>
    public static string[] Draw(IReadOnlyList<(IReadOnlyList<double> Losses, Func<string, string> Paint)> series, int points, int width, int height)
    {
        var (axis, _) = LossAxis.For([.. series.SelectMany(curve => curve.Losses)]);
        var cells = width - AxisWidth;
        var dots = new int[series.Count, height, cells];
        for (var i = 0; i < series.Count; i++)
        {
            Plot(series[i].Losses, i, dots, points, axis, cells, height);
        }
        var ticks = axis.Ticks.GroupBy(tick => RowOf(axis.PlaceOf(tick), height * 4) / 4).ToDictionary(group => group.Key, group => group.First());
        var rows = new string[height];
        for (var row = 0; row < height; row++)
        {
            var line = new StringBuilder();
            var label = ticks.TryGetValue(row, out var tick) ? LossAxis.Label(tick) : "";
            line.Append(label.PadLeft(LabelWidth)).Append(label.Length > 0 ? " ┤" : " │");
            for (var cell = 0; cell < cells; cell++)
            {
                var (all, owner) = (0, -1);
                for (var i = 0; i < series.Count; i++)
                {
                    owner = owner < 0 && dots[i, row, cell] != 0 ? i : owner;
                    all |= dots[i, row, cell];
                }
                line.Append(owner < 0 ? " " : series[owner].Paint($"{(char)(0x2800 + all)}"));
            }
            rows[row] = line.ToString().TrimEnd();
        }
        return rows;
    }

    private static void Plot(IReadOnlyList<double> losses, int layer, int[,,] dots, int points, LossAxis axis, int cells, int height)
    {
        int? previous = null;
        for (var x = 0; x < 2 * cells; x++)
        {
            // The last point that falls into this column of dots; between points the line is straight.
            var place = (x + 0.5) / (2 * cells) * Math.Max(1, points - 1);
            var (left, share) = ((int)place, place - (int)place);
            if (left >= losses.Count || (left + 1 >= losses.Count && share > 0 && losses.Count < points && losses.Count > 1))
            {
                break;
            }
            var loss = left + 1 < losses.Count ? ((1 - share) * losses[left]) + (share * losses[left + 1]) : losses[left];
            if (!double.IsFinite(loss))
            {
                previous = null;
                continue;
            }
            var y = RowOf(axis.PlaceOf(loss), height * 4);
            // A steep line leaves no gap.
            var (from, to) = previous is { } before && Math.Abs(before - y) > 1 ? (before < y ? (before + 1, y) : (y, before - 1)) : (y, y);
            for (var dot = from; dot <= to; dot++)
            {
                dots[layer, dot / 4, x / 2] |= s_dots[x % 2, dot % 4];
            }
            previous = y;
        }
    }

    private static int RowOf(double place, int rows) => (int)Math.Clamp((1 - place) * rows, 0, rows - 1);
}
