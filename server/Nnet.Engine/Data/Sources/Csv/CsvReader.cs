using System.Collections.Immutable;
using System.Text;
using Nnet.Engine.Data.Streams;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;
using Nnet.Language.Text;

namespace Nnet.Engine.Data.Sources.Csv;

/// <summary>Reads tables of numbers, gzip or not, whose targets may also be the names of classes.</summary>
internal sealed class CsvReader : SourceReader<CsvSource>, IRowReader
{
    /// <inheritdoc/>
    public override IEnumerable<Argument<string>> Files => [CsvSource.Path];

    /// <inheritdoc/>
    public override Call Redirect(Call call, string path, string? labels) => With(call, CsvSource.Path, path);

    /// <inheritdoc/>
    public override Samples Read(SourceSite site)
    {
        var file = site.File(CsvSource.Path);
        var sink = new MemorySink(file);
        var (end, isMisfit) = Walk(site, sink);
        var inputs = sink.Inputs.ToArray(file);
        if (isMisfit)
        {
            // Whoever asked says what is wrong with the columns; what the last one holds does not matter then.
            return new Samples(end.Rows, sink.Columns.Shape, inputs, new TargetFacts(1, 0, 0), []) { ColumnNames = sink.Columns.Names };
        }
        var targets = sink.Targets.ToArray(file);
        for (var i = 0; i < targets.Length && !end.ClassPlaces.IsEmpty; i++)
        {
            targets[i] = end.ClassPlaces[(int)targets[i]];
        }
        var target = targets.Length == 0 ? new TargetFacts(Math.Max(1, sink.Columns.Targets), 0, 0) : TargetDescription.Of(targets, sink.Columns.Targets, end.ClassNames);
        return new Samples(end.Rows, sink.Columns.Shape, inputs, target, targets) { ColumnNames = sink.Columns.Names, Holes = sink.Columns.FillsHoles ? sink.Holes : null };
    }

    /// <inheritdoc/>
    public override DataFacts Look(SourceSite site)
    {
        if (EstimateBytes(site) > site.MemoryLimit)
        {
            return base.Look(site);
        }
        var samples = Read(site);
        MissingCells.Fill(samples, MissingCells.Means(samples, [.. Enumerable.Range(0, samples.Count)]));
        return Describe(samples);
    }

    /// <inheritdoc/>
    public long EstimateBytes(SourceSite site)
    {
        // A number takes about five letters with what parts it from the next, and four bytes in memory.
        var (length, isGzip) = site.File(CsvSource.Path).ContentLength();
        return isGzip && length == long.MaxValue ? 0 : length / 5 * sizeof(float);
    }

    /// <inheritdoc/>
    public TableEnd ReadRows(SourceSite site, IRowSink sink) => Walk(site, sink).End;

    private static (TableEnd End, bool IsMisfit) Walk(SourceSite site, IRowSink sink)
    {
        var file = site.File(CsvSource.Path);
        try
        {
            var layout = CsvLayout.Of(file, site.Get(CsvSource.Header));
            return new Table(site, file, layout).Walk(sink);
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
        private readonly TargetTally _tally = new();
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

        public (TableEnd End, bool IsMisfit) Walk(IRowSink sink)
        {
            var isMisfit = _site.Truth == Truth.IfPresent && _inputs.Length != _site.Inputs;
            sink.Begin(new TableColumns(isMisfit ? Shape.Of(_inputs.Length) : ShapeOf(), [.. _inputs.Select(column => _layout.Names[column])], _targets.Length, _missing == "mean"));
            var (inputs, targets) = (new float[_inputs.Length], new float[_targets.Length]);
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
                for (var i = 0; i < inputs.Length; i++)
                {
                    inputs[i] = ReadInput(scanner, _inputs[i]);
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
                rows++;
            }
            _problems.ThrowIfAny(rows);
            CheckCount(rows, dropped);
            var (names, places) = isMisfit ? ([], []) : Classes();
            return (new TableEnd(rows, names, places), isMisfit);
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

        private float ReadInput(CsvScanner scanner, int column)
        {
            var cell = scanner[column];
            if (_missing != "mean" || NumberText.TryRead(cell, out var number) || !CellProblems.IsMissing(Encoding.UTF8.GetString(cell)))
            {
                return ReadNumber(scanner, column);
            }
            return float.NaN;
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
                        facts.Classes is { } seen
                            ? $"{names.Length} classes are named, but column {_layout.Names[_targets[0]]} of {_file.Written} goes up to {seen - 1}, which makes {seen}."
                            : $"Classes are named, but column {_layout.Names[_targets[0]]} of {_file.Written} goes from {facts.Low} to {facts.High}: classes are whole numbers from 0.",
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

    /// <summary>Keeps all rows.</summary>
    private sealed class MemorySink(DataFile file) : IRowSink
    {
        public TableColumns Columns { get; private set; } = null!;

        public Growing Inputs { get; } = new();

        public Growing Targets { get; } = new();

        public List<int> Holes { get; } = [];

        public void Begin(TableColumns columns) => Columns = columns;

        public void Add(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets)
        {
            foreach (var value in inputs)
            {
                if (float.IsNaN(value))
                {
                    Holes.Add(Inputs.Count < int.MaxValue ? (int)Inputs.Count : throw Growing.TooMany(file, Inputs.Count));
                }
                Inputs.Add(float.IsNaN(value) ? 0 : value);
            }
            foreach (var value in targets)
            {
                Targets.Add(value);
            }
        }
    }

    /// <summary>Numbers of which nobody knows yet how many there will be.</summary>
    private sealed class Growing
    {
        private float[] _numbers = new float[1 << 12];
        private long _count;

        public long Count => _count;

        public static DataException TooMany(DataFile file, long count)
            => new(DataFindings.WrongFormat, $"{file.Written} holds {count:N0} numbers, more than the {Array.MaxLength:N0} that fit into memory at once. Write memory in the data block to have it read from the disk.", file.Argument);

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
                throw TooMany(file, _count);
            }
            Array.Resize(ref _numbers, (int)_count);
            return _numbers;
        }
    }
}
