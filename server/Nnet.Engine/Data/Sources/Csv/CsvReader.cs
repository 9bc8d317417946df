using System.Collections.Immutable;
using System.Text;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;
using Nnet.Language.Text;

namespace Nnet.Engine.Data.Sources.Csv;

/// <summary>Reads tables of numbers, gzip or not, whose targets may also be the names of classes.</summary>
internal sealed class CsvReader : SourceReader<CsvSource>
{
    /// <inheritdoc/>
    public override IEnumerable<Argument<string>> Files => [CsvSource.Path];

    /// <inheritdoc/>
    public override Call Redirect(Call call, string path, string? labels) => With(call, CsvSource.Path, path);

    /// <inheritdoc/>
    public override Samples Read(SourceSite site)
    {
        var file = site.File(CsvSource.Path);
        try
        {
            var layout = CsvLayout.Of(file, site.Get(CsvSource.Header));
            return new Table(site, file, layout).Read();
        }
        catch (InvalidDataException problem)
        {
            throw new DataException(DataFindings.BadRow, $"{file.Written} cannot be read to its end: {problem.Message.TrimEnd('.')}.", CsvSource.Path);
        }
    }

    /// <summary>A table while it is read.</summary>
    private sealed class Table
    {
        private readonly SourceSite _site;
        private readonly DataFile _file;
        private readonly CsvLayout _layout;
        private readonly CellProblems _problems;
        private readonly ImmutableArray<int> _inputs;
        private readonly ImmutableArray<int> _targets;
        private readonly Dictionary<string, int> _classes = [];
        private readonly string _missing;
        private readonly List<int> _holes = [];
        private bool _targetIsText;
        private bool _lacksCell;

        public Table(SourceSite site, DataFile file, CsvLayout layout)
        {
            (_site, _file, _layout, _problems) = (site, file, layout, new CellProblems(file, layout));
            _missing = site.Get(CsvSource.Missing);
            _targets = FindTargets();
            var ignored = site.Get(CsvSource.Ignore).Select(column => layout.Find(file, column, CsvSource.Ignore)).ToHashSet();
            _inputs = [.. Enumerable.Range(0, layout.Names.Length).Where(column => !_targets.Contains(column) && !ignored.Contains(column))];
            if (_inputs.IsEmpty)
            {
                throw new DataException(DataFindings.WrongFormat,
                    $"{file.Written} has {(layout.Names.Length == 1 ? "one column" : $"{layout.Names.Length} columns")}, and nothing is left to predict from. Cells are parted by commas, semicolons or tabs.", CsvSource.Path);
            }
        }

        public Samples Read()
        {
            var inputs = new Growing();
            var targets = new Growing();
            var (rows, dropped) = (0, 0);
            using var stream = _file.Open();
            var scanner = new CsvScanner(stream, _layout.Delimiter);
            if (_layout.HasHeader)
            {
                scanner.Read();
            }
            while (scanner.Read())
            {
                if (scanner.Count != _layout.Names.Length)
                {
                    _problems.AddRow(scanner.Line, scanner.Count);
                    continue;
                }
                _targetIsText = rows == 0 ? IsTextTarget(scanner) : _targetIsText;
                _lacksCell = false;
                foreach (var column in _inputs)
                {
                    inputs.Add(ReadInput(scanner, column, inputs.Count));
                }
                foreach (var column in _targets)
                {
                    targets.Add(_targetIsText ? ReadClass(scanner, column) : ReadNumber(scanner, column));
                }
                if (_lacksCell)
                {
                    inputs.TakeBack(_inputs.Length);
                    targets.TakeBack(_targets.Length);
                    dropped++;
                    continue;
                }
                rows++;
            }
            _problems.ThrowIfAny(rows);
            CheckCount(rows, dropped);
            var names = _inputs.Select(column => _layout.Names[column]).ToImmutableArray();
            if (_site.Truth == Truth.IfPresent && _inputs.Length != _site.Inputs)
            {
                // Whoever asked says what is wrong with the columns; what the last one holds does not matter then.
                return new Samples(rows, Shape.Of(_inputs.Length), inputs.ToArray(_file), new TargetFacts(1, 0, 0), []) { ColumnNames = names };
            }
            return new Samples(rows, ShapeOf(), inputs.ToArray(_file), DescribeTarget(targets.ToArray(_file), out var truth), truth) { ColumnNames = names, Holes = _missing == "mean" ? _holes : null };
        }

        private ImmutableArray<int> FindTargets()
        {
            var named = _site.Get(CsvSource.Target);
            var wanted = !named.IsEmpty ? named : _site.Truth == Truth.OnlyIfNamed ? [] : ["-1"];
            if (_site.Truth == Truth.IfPresent)
            {
                var width = _layout.Names.Length - _site.Get(CsvSource.Ignore).Length;
                var absent = _layout.HasNames && wanted.Any(name => !int.TryParse(name, out _)) ? !wanted.All(_layout.Names.Contains) : width == _site.Inputs;
                wanted = absent ? [] : wanted;
            }
            return [.. wanted.Select(column => _layout.Find(_file, column, CsvSource.Target)).Distinct()];
        }

        private bool IsTextTarget(CsvScanner scanner)
        {
            if (_targets.Length != 1 || NumberText.TryRead(scanner[_targets[0]], out _) || CellProblems.IsMissing(scanner.Text(_targets[0])))
            {
                return false;
            }
            foreach (var name in _site.Get(CsvSource.Classes))
            {
                _classes.TryAdd(name, _classes.Count);
            }
            return true;
        }

        private float ReadInput(CsvScanner scanner, int column, long place)
        {
            var cell = scanner[column];
            if (_missing != "mean" || NumberText.TryRead(cell, out var number) || !CellProblems.IsMissing(Encoding.UTF8.GetString(cell)))
            {
                return ReadNumber(scanner, column);
            }
            _holes.Add((int)Math.Min(place, int.MaxValue));
            return 0;
        }

        private float ReadNumber(CsvScanner scanner, int column)
        {
            var cell = scanner[column];
            if (!NumberText.TryRead(cell, out var number))
            {
                Miss(scanner, column, cell);
            }
            return number;
        }

        // A cell without a value is no problem where its row is left out.
        private void Miss(CsvScanner scanner, int column, ReadOnlySpan<byte> cell)
        {
            if (_missing == "drop" && CellProblems.IsMissing(Encoding.UTF8.GetString(cell)))
            {
                _lacksCell = true;
            }
            else
            {
                _problems.AddCell(scanner.Line, column, cell);
            }
        }

        private float ReadClass(CsvScanner scanner, int column)
        {
            var cell = scanner[column];
            Span<char> text = stackalloc char[256];
            if (cell.Length > text.Length)
            {
                throw new DataException(DataFindings.BadRow, $"{_file.Written}: line {scanner.Line:N0}, column {_layout.Names[column]} holds {cell.Length:N0} letters, which is no class.", CsvSource.Target);
            }
            text = text[..Encoding.UTF8.GetChars(cell, text)];
            var lookup = _classes.GetAlternateLookup<ReadOnlySpan<char>>();
            if (lookup.TryGetValue(text, out var known))
            {
                return known;
            }
            if (CellProblems.IsMissing(text.ToString()))
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
            var shape = given.IsEmpty ? Shape.Of(_inputs.Length) : new Shape(given);
            return shape.Count == _inputs.Length
                ? shape
                : throw new DataException(DataFindings.WrongFormat, $"shape={shape.ToSource()} needs {shape.Count:N0} columns, but {_file.Written} has {_inputs.Length:N0} beside its target.", CsvSource.Shape);
        }

        // Classes given as text are numbered by the alphabet, so that the order of rows does not matter.
        private TargetFacts DescribeTarget(float[] targets, out float[] truth)
        {
            truth = targets;
            if (targets.Length == 0)
            {
                return new TargetFacts(Math.Max(1, _targets.Length), 0, 0);
            }
            if (!_targetIsText)
            {
                var names = _targets.Length > 1 ? [] : _site.Call.Has(CsvSource.Classes) ? _site.Get(CsvSource.Classes) : _layout.ClassNames;
                var facts = TargetDescription.Of(targets, _targets.Length, names);
                return names.IsEmpty || facts.Classes == names.Length
                    ? facts
                    : throw new DataException(DataFindings.WrongFormat,
                        facts.Classes is { } seen
                            ? $"{names.Length} classes are named, but column {_layout.Names[_targets[0]]} of {_file.Written} goes up to {seen - 1}, which makes {seen}."
                            : $"Classes are named, but column {_layout.Names[_targets[0]]} of {_file.Written} goes from {facts.Low} to {facts.High}: classes are whole numbers from 0.",
                        _site.Call.Has(CsvSource.Classes) ? CsvSource.Classes : CsvSource.Path);
            }
            if (_site.Call.Has(CsvSource.Classes))
            {
                return TargetDescription.Of(targets, 1, [.. _classes.Keys]);
            }
            var sorted = _classes.Keys.Order(StringComparer.Ordinal).ToImmutableArray();
            var places = _classes.Keys.Select(name => (float)sorted.IndexOf(name)).ToArray();
            for (var i = 0; i < targets.Length; i++)
            {
                targets[i] = places[(int)targets[i]];
            }
            return TargetDescription.Of(targets, 1, sorted);
        }
    }

    /// <summary>Numbers of which nobody knows yet how many there will be.</summary>
    private sealed class Growing
    {
        private float[] _numbers = new float[1 << 12];
        private long _count;

        public long Count => _count;

        public void TakeBack(int count) => _count -= count;

        public void Add(float number)
        {
            if (_count == _numbers.Length)
            {
                Array.Resize(ref _numbers, (int)Math.Min(2L * _numbers.Length, Array.MaxLength));
            }
            if (_count < _numbers.Length)
            {
                _numbers[_count] = number;
            }
            _count++;
        }

        public float[] ToArray(DataFile file)
        {
            if (_count > _numbers.Length)
            {
                throw new DataException(DataFindings.WrongFormat, $"{file.Written} holds {_count:N0} numbers, more than the {Array.MaxLength:N0} that fit into memory at once.", file.Argument);
            }
            Array.Resize(ref _numbers, (int)_count);
            return _numbers;
        }
    }
}
