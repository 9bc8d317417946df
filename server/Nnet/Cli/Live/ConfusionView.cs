namespace Nnet.Cli.Live;

/// <summary>A confusion matrix in aligned columns; the right answers are bold, zeros are dots.</summary>
internal static class ConfusionView
{
    private const int LongestName = 12;

    /// <summary>Writes it.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="rows">A row for each true class, a column for each answer.</param>
    /// <param name="names">Names of the classes.</param>
    public static void Write(Terminal console, int[][] rows, IReadOnlyList<string> names)
    {
        string Name(int i) => i >= names.Count ? $"{i}" : names[i].Length > LongestName ? names[i][..(LongestName - 1)] + "…" : names[i];
        var all = Enumerable.Range(0, rows.Length).ToArray();
        var left = Math.Max("true".Length, all.Max(i => Name(i).Length));
        var width = all.Max(i => Math.Max(Name(i).Length, rows[i].Max(count => Figures.Count(count).Length)));
        var columns = (width + 2) * rows.Length;
        console.Line(console.Dim($"  {"true".PadRight(left)}  {"predicted".PadLeft(Math.Min(columns, 2 + "predicted".Length))}"));
        console.Line(console.Dim($"  {new string(' ', left)}{string.Concat(all.Select(i => "  " + Name(i).PadLeft(width)))}  recall"));
        foreach (var truth in all)
        {
            var cells = all.Select(answer =>
            {
                var text = (rows[truth][answer] == 0 ? "·" : Figures.Count(rows[truth][answer])).PadLeft(width);
                return "  " + (truth == answer ? console.Bold(text) : rows[truth][answer] == 0 ? console.Dim(text) : text);
            });
            var sum = rows[truth].Sum();
            var recall = sum == 0 ? "–" : $"{100.0 * rows[truth][truth] / sum:0}%";
            console.Line($"  {console.Dim(Name(truth).PadRight(left))}{string.Concat(cells)}  {console.Dim(recall.PadLeft("recall".Length))}");
        }
    }
}
