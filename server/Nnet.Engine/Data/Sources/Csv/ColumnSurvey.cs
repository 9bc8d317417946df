using System.Collections.Immutable;
using System.Text;
using Nnet.Language.Data;
using Nnet.Language.Findings;

namespace Nnet.Engine.Data.Sources.Csv;

/// <summary>
/// Which columns of a table hold texts, and which ones, found before its rows are read. The first rows tell what a column
/// holds; only where one holds texts is the whole table looked through for them.
/// </summary>
internal sealed class ColumnSurvey
{
    private const int HeadRows = 500;

    // More inputs than this for one column are more than a table of any size can fill with sense.
    private const int MostCategories = 1000;

    // So many are categories even where most rows have one of their own.
    private const int FewCategories = 20;

    private readonly DataFile _file;
    private readonly CsvLayout _layout;
    private readonly ImmutableArray<string> _ignored;
    private readonly HashSet<int> _declared;
    private readonly Dictionary<int, Holding> _holdings;

    private ColumnSurvey(DataFile file, CsvLayout layout, IEnumerable<int> columns, IEnumerable<int> declared, ImmutableArray<string> ignored)
    {
        (_file, _layout, _ignored, _declared) = (file, layout, ignored, [.. declared]);
        _holdings = columns.ToDictionary(column => column, _ => new Holding());
    }

    /// <summary>Looks at a table.</summary>
    /// <param name="file">The table.</param>
    /// <param name="layout">How it is laid out.</param>
    /// <param name="columns">The columns to look at.</param>
    /// <param name="declared">Those of them that hold categories because the line says so.</param>
    /// <param name="ignored">What is left out already, to advise more of it.</param>
    public static ColumnSurvey Of(DataFile file, CsvLayout layout, IEnumerable<int> columns, IEnumerable<int> declared, ImmutableArray<string> ignored)
    {
        var survey = new ColumnSurvey(file, layout, columns, declared, ignored);
        survey.LookAtHead();
        survey.LookThroughAll();
        return survey;
    }

    /// <summary>Whether a column holds texts.</summary>
    public bool IsText(int column) => _declared.Contains(column) || _holdings[column].IsText;

    /// <summary>The inputs that become of columns.</summary>
    /// <exception cref="DataException">A column holds texts that are no categories: names, dates, numbers as people write them.</exception>
    public ImmutableArray<TableColumn> ColumnsOf(ImmutableArray<int> columns)
    {
        foreach (var column in columns.Where(column => !_declared.Contains(column) && _holdings[column].IsText))
        {
            var holding = _holdings[column];
            if (holding.Written is { } written)
            {
                throw new DataException(DataFindings.BadRow, $"Column {_layout.Names[column]} of {_file.Written} {written} (line {holding.FirstLine:N0}: {CellText.Show(holding.FirstText)}). {CellText.Advice(holding.FirstText)}", CsvSource.Ignore, IgnoreToo([column]));
            }
        }
        var ids = columns.Where(IsNoCategory).ToImmutableArray();
        return ids.IsEmpty
            ? [.. columns.Select(column => new TableColumn(_layout.Names[column], IsText(column) ? InOrder(_holdings[column].Categories) : []))]
            : throw NoCategories(ids);
    }

    private bool IsNoCategory(int column)
    {
        var (isDeclared, holding) = (_declared.Contains(column), _holdings[column]);
        return (isDeclared || holding.IsText) && (holding.Different > MostCategories || (!isDeclared && holding.Different > FewCategories && holding.Different > holding.Values / 2));
    }

    private DataException NoCategories(ImmutableArray<int> columns)
    {
        var seen = columns.Select(column => (Name: _layout.Names[column], Holding: _holdings[column])).ToArray();
        var told = string.Join("; ", seen.Take(3).Select(column => $"{column.Name} holds {(column.Holding.IsMore ? "more than " : "")}{column.Holding.Different:N0} different texts in {column.Holding.Values:N0} rows ({string.Join(", ", column.Holding.Categories.Keys.Take(2).Select(CellText.Show))}, …)"));
        var ignore = IgnoreToo(columns);
        return new DataException(DataFindings.NoCategories,
            $"{_file.Written}: column {told}{(seen.Length > 3 ? $"; and {seen.Length - 3} more columns are like that" : "")}. Texts become one input for each, and of {(seen.Length == 1 ? "an id or a name" : "ids and names")} nothing can be learnt for other rows. Write ignore={ignore}, or put fewer, coarser categories into the table.",
            CsvSource.Ignore, ignore);
    }

    private string IgnoreToo(ImmutableArray<int> columns)
    {
        string[] names = [.. _ignored.Concat(columns.Select(column => _layout.Names[column])).Distinct().Select(CsvLayout.Quote)];
        return names.Length == 1 ? names[0] : $"[{string.Join(", ", names)}]";
    }

    private void LookAtHead() => Walk((rows, scanner) =>
    {
        foreach (var (column, holding) in _holdings)
        {
            holding.Add(scanner[column], scanner.Line, keep: false);
        }
        return rows < HeadRows;
    });

    // Columns of numbers are not looked at again; empty ones may hold something further down.
    private void LookThroughAll()
    {
        var open = _holdings.Where(pair => _declared.Contains(pair.Key) || pair.Value.IsText || pair.Value.Values == 0).Select(pair => pair.Key).ToArray();
        if (open.Length == 0)
        {
            return;
        }
        foreach (var column in open)
        {
            _holdings[column] = new Holding();
        }
        Walk((_, scanner) =>
        {
            foreach (var column in open)
            {
                _holdings[column].Add(scanner[column], scanner.Line, keep: true);
            }
            return true;
        });
    }

    private void Walk(Func<int, CsvScanner, bool> take)
    {
        using var stream = _file.Open();
        var scanner = new CsvScanner(stream, _layout.Delimiter);
        if (_layout.HasHeader)
        {
            scanner.Read();
        }
        for (var rows = 1; scanner.Read();)
        {
            if (scanner.Count == _layout.Names.Length && !take(rows++, scanner))
            {
                break;
            }
        }
    }

    // The order does not depend on that of the rows; numbers are in theirs.
    private static ImmutableArray<string> InOrder(Dictionary<string, int> categories)
    {
        var numbers = categories.Keys.Select(category => NumberText.TryRead(Encoding.UTF8.GetBytes(category), out var number) ? number : float.NaN).ToArray();
        return Array.Exists(numbers, float.IsNaN)
            ? [.. categories.Keys.Order(StringComparer.Ordinal)]
            : [.. categories.Keys.Zip(numbers).OrderBy(pair => pair.Second).ThenBy(pair => pair.First, StringComparer.Ordinal).Select(pair => pair.First)];
    }

    /// <summary>What a column holds.</summary>
    private sealed class Holding
    {
        // No column of categories has more, and what is counted has to fit into memory.
        private const int MostCounted = 100_000;

        private readonly int[] _forms = new int[Enum.GetValues<CellForm>().Length];
        private int _numbers;
        private int _texts;
        private int _looked;

        public Dictionary<string, int> Categories { get; } = [];

        public int Different => Categories.Count;

        public bool IsMore { get; private set; }

        public int Values => _numbers + _texts;

        // A few cells without a number do not make a column one of texts.
        public bool IsText => _texts > _numbers;

        public long FirstLine { get; private set; }

        public string FirstText { get; private set; } = "";

        // What most of the texts are where they are no categories.
        public string? Written => Most(CellForm.Date) ? "holds dates or times"
            : Most(CellForm.Number) || (Most(CellForm.Quantity) && Different > FewCategories) ? "holds numbers in a form for people"
            : null;

        public void Add(ReadOnlySpan<byte> cell, long line, bool keep)
        {
            if (CellText.IsMissing(cell))
            {
                return;
            }
            var isNumber = NumberText.TryRead(cell, out _);
            (_numbers, _texts) = isNumber ? (_numbers + 1, _texts) : (_numbers, _texts + 1);
            if (!keep)
            {
                return;
            }
            Span<char> text = cell.Length <= 256 ? stackalloc char[256] : new char[cell.Length];
            text = text[..Encoding.UTF8.GetChars(cell, text)];
            if (!isNumber)
            {
                if (_texts == 1)
                {
                    (FirstLine, FirstText) = (line, text.ToString());
                }
                // Whether texts are dates shows in the first ones.
                if (_looked < HeadRows)
                {
                    _looked++;
                    _forms[(int)CellText.FormOf(text)]++;
                }
            }
            var lookup = Categories.GetAlternateLookup<ReadOnlySpan<char>>();
            if (lookup.TryGetValue(text, out var count))
            {
                lookup[text] = count + 1;
            }
            else if (Categories.Count < MostCounted)
            {
                lookup[text] = 1;
            }
            else
            {
                IsMore = true;
            }
        }

        private bool Most(CellForm form) => 2 * _forms[(int)form] > _looked;
    }
}
