using System.Text;
using Nnet.Language.Data;
using Nnet.Language.Findings;

namespace Nnet.Engine.Data.Sources.Csv;

/// <summary>Counts what is wrong in a table and keeps where it was seen first.</summary>
internal sealed class CellProblems(DataFile file, CsvLayout layout)
{
    private static readonly HashSet<string> s_missing = new(StringComparer.OrdinalIgnoreCase) { "", "?", "-", "na", "n/a", "#n/a", "nan", "null", "none", "inf", "-inf", "+inf", "infinity", "-infinity" };

    private readonly int[] _textCells = new int[layout.Names.Length];
    private readonly (long Line, string Text)[] _firstText = new (long, string)[layout.Names.Length];
    private string? _firstCell;
    private string? _firstRow;
    private long _badCells;
    private long _badRows;
    private bool _onlyMissing = true;
    private long _lastBadLine = -1;
    private long _rowsWithBadCells;

    /// <summary>Whether a cell stands for a value that is not there.</summary>
    public static bool IsMissing(string cell) => s_missing.Contains(cell);

    /// <summary>A row has another number of cells.</summary>
    public void AddRow(long line, int cells)
    {
        _badRows++;
        _firstRow ??= $"Line {line:N0} has {Plural(cells, "column")}, but the table has {layout.Names.Length}";
    }

    /// <summary>A cell holds no number.</summary>
    public void AddCell(long line, int column, ReadOnlySpan<byte> cell)
    {
        var text = Encoding.UTF8.GetString(cell);
        _badCells++;
        _rowsWithBadCells += line == _lastBadLine ? 0 : 1;
        _lastBadLine = line;
        _onlyMissing &= IsMissing(text);
        if (!IsMissing(text) && _textCells[column]++ == 0)
        {
            _firstText[column] = (line, text);
        }
        _firstCell ??= $"line {line:N0}, column {layout.Names[column]} " + (text.Length == 0 ? "is empty" : $"holds {Show(text)}") + Advice(text);
    }

    /// <summary>Fails if anything was wrong.</summary>
    public void ThrowIfAny(int rows)
    {
        var textColumn = Array.FindIndex(_textCells, count => count > 0.9 * rows && count > 1);
        if (textColumn >= 0 && !_firstText[textColumn].Text.Contains(','))
        {
            var name = layout.Names[textColumn];
            throw new DataException(DataFindings.BadRow,
                $"Column {name} of {file.Written} holds text (line {_firstText[textColumn].Line:N0}: {Show(_firstText[textColumn].Text)}), and a network needs numbers. Leave it out with ignore={name}, or predict it with target={name}.",
                CsvSource.Ignore, name);
        }
        if (_firstRow is not null)
        {
            throw new DataException(DataFindings.BadRow,
                $"{file.Written}: {_firstRow}{(_badRows > 1 ? $" ({_badRows:N0} such rows)" : "")}. Every row needs the same columns.", file.Argument);
        }
        if (_firstCell is not null)
        {
            throw new DataException(DataFindings.BadRow,
                $"{file.Written}: {Plural(_badCells, "cell")} in {Plural(_rowsWithBadCells, "row")} of {rows:N0} {(_badCells == 1 ? "has" : "have")} no number; the first is {_firstCell}. Mend or remove such rows{(_onlyMissing ? ", or write missing=drop or missing=mean" : "")}.", file.Argument);
        }
    }

    private static string Advice(string text)
        => text.Count(letter => letter == ',') == 1 && NumberText.TryRead(Encoding.UTF8.GetBytes(text.Replace(',', '.')), out _) ? " (write decimals with a point)" : "";

    private static string Show(string text) => text.Length > 32 ? $"\"{text[..32]}…\"" : $"\"{text}\"";

    private static string Plural(long count, string what) => count == 1 ? $"1 {what}" : $"{count:N0} {what}s";
}
