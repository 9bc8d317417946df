using System.Collections.Immutable;
using System.Runtime.InteropServices;
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

    private const int MostTold = 3;

    // So many are categories even where most rows have one of their own.
    private const int FewCategories = 20;

    private readonly DataFile _file;
    private readonly CsvLayout _layout;
    private readonly ImmutableArray<string> _ignored;
    private readonly HashSet<int> _declared;
    private readonly int _target;
    private readonly Dictionary<int, Holding> _holdings;

    private ColumnSurvey(DataFile file, CsvLayout layout, IEnumerable<int> columns, IEnumerable<int> declared, int target, ImmutableArray<string> ignored)
    {
        (_file, _layout, _ignored, _declared, _target) = (file, layout, ignored, [.. declared], target);
        _holdings = columns.Append(target).Where(column => column >= 0).ToDictionary(column => column, _ => new Holding());
    }

    /// <summary>Looks at a table.</summary>
    /// <param name="file">The table.</param>
    /// <param name="layout">How it is laid out.</param>
    /// <param name="columns">The columns to look at.</param>
    /// <param name="declared">Those of them that hold categories because the line says so.</param>
    /// <param name="target">The column to predict, of which is asked alone whether it holds texts; −1 for none.</param>
    /// <param name="ignored">What is left out already, to advise more of it.</param>
    public static ColumnSurvey Of(DataFile file, CsvLayout layout, IEnumerable<int> columns, IEnumerable<int> declared, int target, ImmutableArray<string> ignored)
    {
        var survey = new ColumnSurvey(file, layout, columns, declared, target, ignored);
        survey.LookAtHead();
        survey.LookThroughAll();
        return survey;
    }

    /// <summary>Whether a column holds texts.</summary>
    public bool IsText(int column) => _declared.Contains(column) || _holdings[column].IsText;

    /// <summary>Whether a column holds dates or times.</summary>
    public bool IsDate(int column) => IsText(column) && !_declared.Contains(column) && _holdings[column].IsDate;

    /// <summary>The texts of a column in its first row and in its last.</summary>
    public (string First, string Last) EndsOf(int column) => (_holdings[column].FirstText, _holdings[column].LastText);

    /// <summary>The inputs that become of columns.</summary>
    /// <exception cref="DataException">Columns hold texts that are no categories: names, dates, numbers as people write them.</exception>
    public ImmutableArray<TableColumn> ColumnsOf(ImmutableArray<int> columns)
    {
        var troubles = columns.Select(TroubleOf).OfType<Trouble>().ToArray();
        return troubles.Length == 0
            ? [.. columns.Select(column => new TableColumn(_layout.Names[column], IsText(column) ? InOrder(_holdings[column].Categories) : []))]
            : throw NoCategories(troubles);
    }

    // Why the texts of a column are no categories, or null.
    private Trouble? TroubleOf(int column)
    {
        var (isDeclared, holding) = (_declared.Contains(column), _holdings[column]);
        if (!isDeclared && !holding.IsText)
        {
            return null;
        }
        if (!isDeclared && holding.Written is { } written)
        {
            return new Trouble(column, $"{(holding.HasCommas ? "writes decimals behind a comma" : written)} (line {holding.FirstLine:N0}: {CellText.Show(holding.FirstText)})", CellText.Advice(holding.FirstText), DataFindings.BadRow) { HasCommas = holding.HasCommas };
        }
        var isNone = holding.Different > MostCategories || (!isDeclared && holding.Different > FewCategories && holding.Different > holding.Values / 2);
        return !isNone ? null : new Trouble(column,
            $"holds {(holding.IsMore ? "more than " : "")}{holding.Different:N0} different texts in {holding.Values:N0} rows ({string.Join(", ", holding.Categories.Take(2).Select(CellText.Show))}, …)",
            "Each text would become an input, and of an id or a name nothing can be learnt for other rows; coarser categories could be.", DataFindings.NoCategories);
    }

    // All of them at once, so that they can be mended at once.
    private DataException NoCategories(Trouble[] troubles)
    {
        // Where one column does, all of them do.
        if (troubles.Where(trouble => trouble.HasCommas).ToArray() is [var comma, ..])
        {
            return new DataException(DataFindings.BadRow, $"Column {_layout.Names[comma.Column]} of {_file.Written} {comma.Holds}. Write decimal=comma.", CsvSource.Decimal, "comma");
        }
        var ignore = IgnoreToo([.. troubles.Select(trouble => trouble.Column)]);
        var advice = string.Join(' ', troubles.Select(trouble => trouble.Advice).Distinct().Take(MostTold));
        var told = string.Join("; ", troubles.Take(MostTold).Select(trouble => $"{_layout.Names[trouble.Column]} {trouble.Holds}"));
        return new DataException(troubles[0].Kind, troubles.Length == 1
            ? $"Column {_layout.Names[troubles[0].Column]} of {_file.Written} {troubles[0].Holds}. {advice} Or leave it out: ignore={ignore}."
            : $"{troubles.Length} columns of {_file.Written} cannot be fed in as they are: {told}{(troubles.Length > MostTold ? $"; and {troubles.Length - MostTold} more" : "")}. {advice} Or leave them out: ignore={ignore}.",
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
            holding.Add(scanner[column], _layout, scanner.Line, keep: false);
        }
        return rows < HeadRows;
    });

    // Columns of numbers are not looked at again; empty ones may hold something further down.
    private void LookThroughAll()
    {
        var open = _holdings.Where(pair => _declared.Contains(pair.Key) || (pair.Value.IsText && pair.Key != _target) || pair.Value.Values == 0).Select(pair => pair.Key).ToArray();
        if (open.Length == 0)
        {
            return;
        }
        var holdings = open.Select(column => _holdings[column] = new Holding()).ToArray();
        Walk((_, scanner) =>
        {
            for (var i = 0; i < open.Length; i++)
            {
                holdings[i].Add(scanner[open[i]], _layout, scanner.Line, keep: true);
            }
            return true;
        });
    }

    private void Walk(Func<int, CsvScanner, bool> take)
    {
        using var stream = _file.OpenText();
        var scanner = _layout.Rows(stream);
        for (var rows = 1; scanner.Read();)
        {
            if (scanner.Count == _layout.Names.Length && !take(rows++, scanner))
            {
                break;
            }
        }
    }

    // The order does not depend on that of the rows; numbers are in theirs.
    private static ImmutableArray<string> InOrder(IReadOnlyCollection<string> categories)
    {
        var numbers = categories.Select(category => NumberText.TryRead(Encoding.UTF8.GetBytes(category), out var number) ? number : float.NaN).ToArray();
        return Array.Exists(numbers, float.IsNaN)
            ? [.. categories.Order(StringComparer.Ordinal)]
            : [.. categories.Zip(numbers).OrderBy(pair => pair.Second).ThenBy(pair => pair.First, StringComparer.Ordinal).Select(pair => pair.First)];
    }

    /// <summary>A column that cannot be fed in.</summary>
    private sealed record Trouble(int Column, string Holds, string Advice, FindingKind Kind)
    {
        /// <summary>Whether it holds numbers with a comma before their decimals.</summary>
        public bool HasCommas { get; init; }
    }

    /// <summary>What a column holds.</summary>
    private sealed class Holding
    {
        // No column of categories has more, and what is counted has to fit into memory.
        private const int MostCounted = 100_000;

        // What the texts that were met are.
        private readonly Dictionary<string, (bool IsNumber, bool HasComma)> _categories = [];
        private readonly int[] _forms = new int[Enum.GetValues<CellForm>().Length];
        private readonly List<char> _last = [];
        private int _numbers;
        private int _texts;
        private int _looked;
        private int _commas;

        public IReadOnlyCollection<string> Categories => _categories.Keys;

        public int Different => _categories.Count;

        public bool IsMore { get; private set; }

        public int Values => _numbers + _texts;

        // A few cells without a number do not make a column one of texts.
        public bool IsText => _texts > _numbers;

        // Texts that all are numbers with a comma; before three digits it may as well part thousands.
        public bool HasCommas => _commas == _texts && Categories.Any(text => text.Contains(',') && !CellText.MayBeThousands(text));

        public long FirstLine { get; private set; }

        public string FirstText { get; private set; } = "";

        public string LastText => new(CollectionsMarshal.AsSpan(_last));

        public bool IsDate => Most(CellForm.Date);

        // What most of the texts are where they are no categories.
        public string? Written => IsDate ? "holds dates or times"
            : Most(CellForm.Number) || (Most(CellForm.Quantity) && Different > FewCategories) ? "holds numbers in a form for people"
            : null;

        public void Add(ReadOnlySpan<byte> cell, CsvLayout layout, long line, bool keep)
        {
            if (!keep)
            {
                if (!CellText.IsMissing(cell))
                {
                    Count(layout.TryRead(cell, out _));
                }
                return;
            }
            Span<char> text = cell.Length <= 256 ? stackalloc char[256] : new char[cell.Length];
            text = text[..CsvScanner.Letters(cell, line, text)];
            // A text that was met before need not be looked at again, and most were.
            var lookup = _categories.GetAlternateLookup<ReadOnlySpan<char>>();
            if (!lookup.TryGetValue(text, out var form))
            {
                if (CellText.IsMissing(text))
                {
                    return;
                }
                form = (layout.TryRead(cell, out _), NumberText.TryReadWithComma(cell, out _));
                if (_categories.Count < MostCounted)
                {
                    lookup[text] = form;
                }
                else
                {
                    IsMore = true;
                }
            }
            Count(form.IsNumber);
            if (form.IsNumber)
            {
                return;
            }
            _commas += form.HasComma ? 1 : 0;
            if (_texts == 1)
            {
                (FirstLine, FirstText) = (line, text.ToString());
            }
            _last.Clear();
            _last.AddRange(text);
            // Whether texts are dates shows in the first ones.
            if (_looked < HeadRows)
            {
                _looked++;
                _forms[(int)CellText.FormOf(text)]++;
            }
        }

        private void Count(bool isNumber) => (_numbers, _texts) = isNumber ? (_numbers + 1, _texts) : (_numbers, _texts + 1);

        private bool Most(CellForm form) => 2 * _forms[(int)form] > _looked;
    }
}
