using System.Text;
using Nnet.Language.Findings;

namespace Nnet.Engine.Data.Sources.Csv;

/// <summary>Counts what is wrong in a table and keeps where it was seen first.</summary>
internal sealed class CellProblems(DataFile file, CsvLayout layout)
{
    // From this share of rows on, texts in a column of numbers are there for a reason.
    private const double MuchText = 0.05;

    private readonly int[] _textCells = new int[layout.Names.Length];
    private bool _hasComma;
    private string? _firstCell;
    private string? _firstRow;
    private long _badCells;
    private long _badRows;
    private bool _onlyMissing = true;
    private long _lastBadLine = -1;
    private long _rowsWithBadCells;

    /// <summary>A row has another number of cells.</summary>
    public void AddRow(long line, int cells)
    {
        _badRows++;
        _firstRow ??= $"Line {line:N0} has {Plural(cells, "column")}, but the table has {layout.Names.Length}";
    }

    /// <summary>A cell holds no number, or none at all where a text is due.</summary>
    public void AddCell(long line, int column, ReadOnlySpan<byte> cell)
    {
        _badCells++;
        _rowsWithBadCells += line == _lastBadLine ? 0 : 1;
        _lastBadLine = line;
        var isMissing = CellText.IsMissing(cell);
        _onlyMissing &= isMissing;
        _textCells[column] += isMissing ? 0 : 1;
        if (_firstCell is null)
        {
            var text = Encoding.UTF8.GetString(cell);
            _hasComma = !isMissing && NumberText.TryReadWithComma(cell, out _);
            var advice = isMissing ? "" : CellText.Advice(text);
            _firstCell = $"line {line:N0}, column {layout.Names[column]} {(text.Length == 0 ? "is empty" : $"holds {CellText.Show(text)}")}. {(advice.Length == 0 ? "" : $"{advice} ")}";
        }
    }

    /// <summary>Fails if anything was wrong.</summary>
    public void ThrowIfAny(int rows)
    {
        if (_firstRow is not null)
        {
            throw new DataException(DataFindings.BadRow,
                $"{file.Written}: {_firstRow}{(_badRows > 1 ? $" ({_badRows:N0} such rows)" : "")}. Every row needs the same columns.", file.Argument);
        }
        if (_firstCell is null)
        {
            return;
        }
        var text = Array.FindIndex(_textCells, count => count > 1 && count > MuchText * rows);
        var cure = _onlyMissing ? ", or write missing=drop or missing=mean"
            : _hasComma ? ", or write decimal=comma"
            : text >= 0 ? $", or write onehot={CsvLayout.Quote(layout.Names[text])} if the values of {layout.Names[text]} are categories"
            : "";
        throw new DataException(DataFindings.BadRow,
            $"{file.Written}: {Plural(_badCells, "cell")} in {Plural(_rowsWithBadCells, "row")} of {rows:N0} {(_badCells == 1 ? "has" : "have")} no {(_onlyMissing ? "value" : "number")}; the first is {_firstCell}Mend or remove such rows{cure}.", file.Argument);
    }

    private static string Plural(long count, string what) => count == 1 ? $"1 {what}" : $"{count:N0} {what}s";
}
