namespace Nnet.Cli.Live;

/// <summary>Aligned columns without lines: words to the left, numbers to the right.</summary>
internal sealed class TextTable
{
    private readonly List<(string[] Cells, Func<string, string>? Paint)> _rows = [];

    /// <summary>Adds a row.</summary>
    /// <param name="cells">Its cells.</param>
    /// <param name="paint">How the whole row is painted, or null.</param>
    public void Add(IEnumerable<string> cells, Func<string, string>? paint = null) => _rows.Add(([.. cells], paint));

    /// <summary>Writes it, two columns in and two apart.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="leftColumns">How many of the first columns are words.</param>
    public void Write(Terminal console, int leftColumns = 1)
    {
        var widths = new int[_rows.Max(row => row.Cells.Length)];
        foreach (var (cells, _) in _rows)
        {
            for (var i = 0; i < cells.Length; i++)
            {
                widths[i] = Math.Max(widths[i], cells[i].Length);
            }
        }
        foreach (var (cells, paint) in _rows)
        {
            var line = string.Concat(cells.Select((cell, i) => "  " + (i < leftColumns ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i])))).TrimEnd();
            console.Line(paint is null ? line : paint(line));
        }
    }
}
