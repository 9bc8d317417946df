using System.Collections.Immutable;
using Nnet.Engine.Data.Streams;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;
using Nnet.Language.Text;

namespace Nnet.Engine.Data.Sources.Csv;

/// <summary>A table while it is read: which columns are what, and its rows as numbers.</summary>
internal sealed class CsvTable
{
    private const int LongestText = 256;

    private readonly SourceSite _site;
    private readonly DataFile _file;
    private readonly CsvLayout _layout;
    private readonly CellProblems _problems;
    private readonly ImmutableArray<int> _inputs;
    private readonly ImmutableArray<int> _dates = [];
    private readonly ImmutableArray<int> _targets;
    private readonly ImmutableArray<TableColumn> _columns;
    private readonly Dictionary<string, int>?[] _categories;
    private readonly (string First, int Count)[] _unknown;
    private readonly Dictionary<int, MergedNumbers> _merged = [];
    private readonly Dictionary<string, int> _classes = [];
    private readonly string _missing;
    private readonly TargetTally _tally = new();
    private readonly bool _targetIsText;
    private readonly bool _isMisfit;
    private bool _lacksCell;
    private int _rows;

    /// <summary>Looks at a table.</summary>
    /// <param name="site">The line that names it.</param>
    /// <param name="file">The table.</param>
    /// <exception cref="DataException">It cannot be used.</exception>
    /// <exception cref="InvalidDataException">It cannot be read to its end.</exception>
    public static CsvTable Of(SourceSite site, DataFile file) => new(site, file, CsvLayout.Of(file, site.Get(CsvSource.Header), site.Get(CsvSource.Decimal) == "comma"));

    private CsvTable(SourceSite site, DataFile file, CsvLayout layout)
    {
        site = site with { Known = site.Known.RemoveAll(column => layout.HasNames && site.Foretold.Contains(column.Name) && !layout.Names.Contains(column.Name)) };
        (_site, _file, _layout, _problems) = (site, file, layout, new CellProblems(file, layout));
        _missing = site.Get(CsvSource.Missing);
        _targets = FindTargets();
        _inputs = FindInputs();
        if (_inputs.IsEmpty)
        {
            throw new DataException(DataFindings.WrongFormat,
                $"{file.Written} has {(layout.Names.Length == 1 ? "one column" : $"{layout.Names.Length} columns")}, and nothing is left to predict from. Cells are parted by commas, semicolons, tabs or blanks.", CsvSource.Path);
        }
        _isMisfit = site.Truth == Truth.IfPresent && _inputs.Length != site.Known.Length;
        if (_isMisfit)
        {
            _columns = [.. _inputs.Select(column => TableColumn.OfNumbers(layout.Names[column]))];
        }
        else
        {
            var survey = Survey();
            _dates = site.IsOrdered ? FindDates(survey) : [];
            _inputs = _inputs.RemoveRange(_dates);
            _columns = site.Known.IsEmpty ? survey.ColumnsOf(_inputs) : KnownColumns();
            _targetIsText = _targets.Length == 1 && survey.IsText(_targets[0]);
        }
        _categories = [.. _columns.Select(column => column.IsText ? Places(column) : null)];
        _unknown = new (string, int)[_columns.Length];
        foreach (var name in _targetIsText ? site.Get(CsvSource.Classes) : [])
        {
            _classes.TryAdd(name, _classes.Count);
        }
    }

    /// <summary>Whether columns of texts are among the inputs.</summary>
    public bool HasTexts => _columns.Any(column => column.IsText);

    /// <summary>Numbers that become of a row.</summary>
    public int Width => _columns.Sum(column => column.Width);

    /// <summary>About how many bytes of the file a row takes.</summary>
    public int BytesPerRow => _layout.BytesPerRow;

    /// <summary>Reads all rows.</summary>
    /// <param name="sink">Takes them.</param>
    /// <exception cref="DataException">They cannot be used.</exception>
    /// <exception cref="InvalidDataException">They cannot be read to their end.</exception>
    public TableEnd Walk(IRowSink sink)
    {
        sink.Begin(new TableColumns(_isMisfit ? Shape.Of(Width) : ShapeOf(), _columns, _targets.Length, _missing == "mean"));
        if (_isMisfit)
        {
            return new TableEnd(0, [], []) { IsMisfit = true };
        }
        var (inputs, targets) = (new float[Width], new float[_targets.Length]);
        var dropped = 0;
        using var stream = _file.OpenText();
        var scanner = _layout.Rows(stream);
        while (scanner.Read())
        {
            if (scanner.Count != _layout.Names.Length)
            {
                _problems.AddRow(scanner.Line, scanner.Count);
                continue;
            }
            _lacksCell = false;
            var place = 0;
            for (var i = 0; i < _inputs.Length; i++)
            {
                if (_categories[i] is { } categories)
                {
                    ReadCategory(scanner, i, categories, inputs.AsSpan(place, _columns[i].Width));
                    place += _columns[i].Width;
                }
                else
                {
                    inputs[place++] = ReadInput(scanner, _inputs[i]);
                }
            }
            for (var i = 0; i < targets.Length; i++)
            {
                targets[i] = _targetIsText ? ReadClass(scanner, _targets[i]) : ReadNumber(scanner, _targets[i]);
            }
            if (_lacksCell)
            {
                dropped++;
                continue;
            }
            sink.Add(inputs, targets);
            _tally.Add(targets);
            _rows++;
        }
        _problems.ThrowIfAny(_rows);
        CheckCount(_rows, dropped);
        var (names, places) = Classes();
        return new TableEnd(_rows, names, places)
        {
            Dropped = dropped,
            Dates = [.. _dates.Select(column => _layout.Names[column])],
            Merged = [.. _merged.OrderBy(pair => pair.Key).Select(pair => pair.Value.Of(_rows)).OfType<MergedValues>()],
            Unknown = [.. _columns.Zip(_unknown).Where(pair => pair.Second.Count > 0).Select(pair => new UnknownCategory(pair.First.Name, pair.Second.First, pair.Second.Count))],
        };
    }

    private ImmutableHashSet<int> Find(Argument<ImmutableArray<string>> argument) => [.. _site.Get(argument).Select(column => _layout.Find(_file, column, argument))];

    // All columns but the targets. A network that is trained already takes its own, whatever else stands in a file to predict for.
    private ImmutableArray<int> FindInputs()
    {
        if (_site.Truth == Truth.IfPresent && NamesAllKnown)
        {
            return [.. Enumerable.Range(0, _layout.Names.Length).Where(column => IsKnown(_layout.Names[column]))];
        }
        // Such a file needs no columns that are left out anyway.
        var ignored = _site.Get(CsvSource.Ignore).Where(column => _site.Truth != Truth.IfPresent || IsThere(column)).Select(column => _layout.Find(_file, column, CsvSource.Ignore)).ToHashSet();
        return [.. Enumerable.Range(0, _layout.Names.Length).Where(column => !_targets.Contains(column) && !ignored.Contains(column))];
    }

    // Whether the table has every column that the network was trained on, by name and once.
    private bool NamesAllKnown => _layout.HasNames && !_site.Known.IsEmpty && _site.Known.All(known => _layout.Names.Count(name => name == known.Name) == 1);

    private bool IsThere(string column) => _layout.Names.Contains(column) || int.TryParse(column, out _);

    private bool IsKnown(string name) => _site.Known.Any(column => column.Name == name);

    // What the columns hold. A network that is trained already knows that, but for which columns hold dates.
    private ColumnSurvey Survey()
    {
        var declared = _site.Known.IsEmpty ? Find(CsvSource.OneHot) : [];
        if (declared.Overlaps(_targets))
        {
            throw new DataException(DataFindings.WrongFormat, $"onehot turns inputs into categories, and {_layout.Names[declared.Intersect(_targets).First()]} is the target: a loss such as cross_entropy takes its classes as they are.", CsvSource.OneHot);
        }
        ImmutableArray<int> looked = _site.Known.IsEmpty || _site.IsOrdered ? _inputs : [];
        return ColumnSurvey.Of(_file, _layout, looked, declared.Intersect(looked), _targets.Length == 1 ? _targets[0] : -1, _site.Get(CsvSource.Ignore));
    }

    // Columns of dates, which have to lead from the oldest row to the newest.
    private ImmutableArray<int> FindDates(ColumnSurvey survey)
    {
        ImmutableArray<int> dates = [.. _inputs.Where(survey.IsDate)];
        if (dates.Length == _inputs.Length)
        {
            throw new DataException(DataFindings.WrongFormat, $"{_file.Written} has no column but dates, and nothing is left to predict from.", CsvSource.Path);
        }
        foreach (var column in dates)
        {
            var (first, last) = survey.EndsOf(column);
            if (CellText.IsLater(first, last))
            {
                throw new DataException(DataFindings.WrongFormat, $"The rows of {_file.Written} go back in time, from {first} to {last} (column {_layout.Names[column]}), and a network would learn to foretell the past. Sort them, the oldest first.", CsvSource.Path);
            }
        }
        return dates;
    }

    // By name; by place where the file has other names altogether, such as x1, x2 where there is no header.
    private ImmutableArray<TableColumn> KnownColumns()
    {
        var known = _site.Known.DistinctBy(column => column.Name).ToDictionary(column => column.Name);
        var names = _inputs.Select(column => _layout.Names[column]).ToArray();
        var isOther = !names.Any(known.ContainsKey);
        return [.. names.Select((name, i) => isOther && i < _site.Known.Length ? _site.Known[i] with { Name = name } : known.GetValueOrDefault(name) ?? TableColumn.OfNumbers(name))];
    }

    private static Dictionary<string, int> Places(TableColumn column)
        => column.Categories.Select((category, i) => (category, i)).ToDictionary(pair => pair.category, pair => column.InputOf(pair.i));

    private ImmutableArray<int> FindTargets()
    {
        var named = _site.Get(CsvSource.Target);
        var wanted = !named.IsEmpty ? named : _site.Truth == Truth.OnlyIfNamed ? [] : ["-1"];
        if (_site.Truth == Truth.IfPresent)
        {
            var width = _layout.Names.Length - _site.Get(CsvSource.Ignore).Count(IsThere);
            var absent = _layout.HasNames && wanted.Any(name => !int.TryParse(name, out _)) ? !wanted.All(_layout.Names.Contains)
                : NamesAllKnown ? width != _site.Known.Length + wanted.Length
                : width == _site.Known.Length;
            wanted = absent ? [] : wanted;
        }
        return [.. wanted.Select(column => _layout.Find(_file, column, CsvSource.Target)).Distinct()];
    }

    private float ReadInput(CsvScanner scanner, int column)
    {
        var cell = scanner[column];
        return _layout.TryRead(cell, out var number) ? Look(column, cell, number)
            : _missing == "mean" && CellText.IsMissing(cell) ? float.NaN
            : ReadNumber(scanner, column);
    }

    private float ReadNumber(CsvScanner scanner, int column)
    {
        var cell = scanner[column];
        if (_layout.TryRead(cell, out var number))
        {
            return Look(column, cell, number);
        }
        Miss(scanner, column, cell);
        return number;
    }

    private float Look(int column, ReadOnlySpan<byte> cell, float number)
    {
        if (MathF.Abs(number) >= MergedNumbers.Exact)
        {
            (_merged.GetValueOrDefault(column) ?? (_merged[column] = new MergedNumbers(_layout.Names[column]))).Add(_rows, cell, number);
        }
        return number;
    }

    // A cell without a value is no problem where its row is left out, and of a row without a target nothing can be learnt.
    private void Miss(CsvScanner scanner, int column, ReadOnlySpan<byte> cell)
    {
        if (CellText.IsMissing(cell) && (_missing == "drop" || (_missing == "mean" && _targets.Contains(column))))
        {
            _lacksCell = true;
        }
        else
        {
            _problems.AddCell(scanner.Line, column, cell);
        }
    }

    // 1 for the category that it holds and 0 for all others; an unknown one is none of them.
    private void ReadCategory(CsvScanner scanner, int column, Dictionary<string, int> categories, Span<float> inputs)
    {
        inputs.Clear();
        var cell = scanner[_inputs[column]];
        Span<char> text = cell.Length <= LongestText ? stackalloc char[LongestText] : new char[cell.Length];
        text = text[..CsvScanner.Letters(cell, scanner.Line, text)];
        if (categories.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var place))
        {
            if (place >= 0)
            {
                inputs[place] = 1;
            }
        }
        else if (!CellText.IsMissing(text))
        {
            _unknown[column] = _unknown[column] is { Count: > 0 and var count, First: var first } ? (first, count + 1) : (text.ToString(), 1);
        }
        else if (_missing == "mean")
        {
            inputs.Fill(float.NaN);
        }
        else
        {
            Miss(scanner, _inputs[column], cell);
        }
    }

    private float ReadClass(CsvScanner scanner, int column)
    {
        var cell = scanner[column];
        Span<char> text = stackalloc char[LongestText];
        if (cell.Length > text.Length)
        {
            throw new DataException(DataFindings.BadRow, $"{_file.Written}: line {scanner.Line:N0}, column {_layout.Names[column]} holds {cell.Length:N0} letters, which is no class.", CsvSource.Target);
        }
        text = text[..CsvScanner.Letters(cell, scanner.Line, text)];
        var lookup = _classes.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(text, out var known))
        {
            return known;
        }
        if (CellText.IsMissing(text))
        {
            Miss(scanner, column, cell);
            return 0;
        }
        if (_site.Call.Has(CsvSource.Classes))
        {
            var near = Spelling.Nearest(text.ToString(), _classes.Keys);
            throw new DataException(DataFindings.BadRow,
                $"{_file.Written}: line {scanner.Line:N0} is of class {text}, which classes=[{CsvLayout.List([.. _classes.Keys])}] does not name{(near is null ? "" : $" (it names {near})")}.", CsvSource.Classes);
        }
        return _classes[text.ToString()] = _classes.Count;
    }

    private void CheckCount(int rows, int dropped)
    {
        if (rows == 0)
        {
            throw dropped > 0
                ? new DataException(DataFindings.BadRow, $"{_file.Written} has {dropped:N0} rows, and every one of them lacks a value, so missing=drop leaves none. Leave the emptiest columns out with ignore=, or write missing=mean.", CsvSource.Missing)
                : new DataException(DataFindings.WrongFormat, $"{_file.Written} has a header and no row.", CsvSource.Path);
        }
        if (_layout.PromisedRows is { } promised && promised != rows + dropped)
        {
            throw new DataException(DataFindings.WrongFormat, $"{_file.Written} says in its first line that it has {promised:N0} rows, but it has {rows + dropped:N0}: it was cut off or the count is wrong.", CsvSource.Path);
        }
    }

    private Shape ShapeOf()
    {
        var given = _site.Get(CsvSource.Shape);
        var shape = given.IsEmpty ? Shape.Of(Width) : new Shape(given);
        return shape.Count == Width
            ? shape
            : throw new DataException(DataFindings.WrongFormat, $"shape={shape.ToSource()} needs {shape.Count:N0} columns, but {_file.Written} has {Width:N0} beside its target{(HasTexts ? ", those of texts among them" : "")}.", CsvSource.Shape);
    }

    // Classes given as text are numbered by the alphabet, so that the order of rows does not matter.
    private (ImmutableArray<string> Names, ImmutableArray<float> Places) Classes()
    {
        if (_targets.IsEmpty)
        {
            return ([], []);
        }
        if (!_targetIsText)
        {
            var names = _targets.Length > 1 ? [] : _site.Call.Has(CsvSource.Classes) ? _site.Get(CsvSource.Classes) : _layout.ClassNames;
            var facts = _tally.Facts(_targets.Length, names);
            return names.IsEmpty || facts.Classes == names.Length
                ? (names, [])
                : throw new DataException(DataFindings.WrongFormat,
                    _tally.Facts(_targets.Length) is { Classes: { } seen, ClassNames: var numbers }
                        ? $"{names.Length} classes are named, but column {_layout.Names[_targets[0]]} of {_file.Written} has {seen}: {string.Join(", ", numbers.Take(8))}{(seen > 8 ? " …" : "")}."
                        : $"Classes are named, but column {_layout.Names[_targets[0]]} of {_file.Written} goes from {facts.Low} to {facts.High}: classes are whole numbers.",
                    _site.Call.Has(CsvSource.Classes) ? CsvSource.Classes : CsvSource.Path);
        }
        if (_site.Call.Has(CsvSource.Classes))
        {
            return ([.. _classes.Keys], []);
        }
        var sorted = _classes.Keys.Order(StringComparer.Ordinal).ToImmutableArray();
        return (sorted, [.. _classes.Keys.Select(name => (float)sorted.IndexOf(name))]);
    }
}
