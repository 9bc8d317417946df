using System.Collections.Immutable;
using Nnet.Engine.Data.Sources;
using Nnet.Language.Data;
using Nnet.Language.Findings;
using Nnet.Language.Graph;
using Nnet.Language.Training;

namespace Nnet.Engine.Data.Streams;

/// <summary>
/// Reads a table that is larger than memory once and keeps its parts on the disk in binary. Everything that is known of it
/// is gathered on the way, in memory that does not grow with the rows.
/// </summary>
internal sealed class StreamedTable : IRowSink
{
    // So many rows are parted at once, each time by the shares.
    private const int SplitRows = 1000;
    private const int ChunkRows = 1 << 12;

    private readonly DataSpec _data;
    private readonly TargetEncoding _encoding;
    private readonly long _memory;
    private readonly double[] _shares;
    private readonly bool _shuffles;
    private readonly ulong _seed;
    private readonly byte[] _partOf = new byte[SplitRows];
    private readonly RowFile?[] _files = new RowFile?[3];
    private readonly TargetTally _targets = new();
    private TableColumns _columns = null!;
    private ColumnTally _train = null!;
    private ColumnTally _trainTargets = null!;
    private ImmutableArray<TableColumn> _inputColumns = [];
    private float[] _chunkInputs = [];
    private float[] _chunkTargets = [];
    private int _chunked;
    private Shape _shape = null!;
    private int _inputSize;
    private int _rows;

    private StreamedTable(DataSpec data, TargetEncoding encoding, long memory)
    {
        (_data, _encoding, _memory) = (data, encoding, memory);
        var setting = data.Find<SplitSetting>();
        _shares = setting is null ? [1, 0, 0] : [setting.Get(SplitSetting.Train), setting.Get(SplitSetting.Validation), setting.Get(SplitSetting.Test)];
        _shuffles = setting?.Get(SplitSetting.Shuffle) ?? false;
        _seed = (ulong)(setting?.Get(SplitSetting.Seed) ?? 1);
        if (setting?.Get(SplitSetting.Stratify) == true)
        {
            throw new DataException(DataFindings.WrongFormat, "stratify needs the classes of all rows at once, and this table is read row by row since it is larger than `memory` allows. Leave it out: among so many rows, every part has the classes in nearly the same shares.", SplitSetting.Stratify);
        }
    }

    /// <summary>Bytes that the samples of a block may take in memory: what <c>memory</c> says, or half of the machine's.</summary>
    public static long LimitOf(DataSpec data)
        => data.Find<MemorySetting>() is { } setting ? (long)setting.Get(MemorySetting.Megabytes) << 20 : DefaultLimit;

    /// <summary>Half of the machine's memory.</summary>
    public static long DefaultLimit => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;

    /// <summary>Reads a table.</summary>
    /// <param name="data">The data block.</param>
    /// <param name="encoding">How the loss takes targets.</param>
    /// <param name="site">The line that names the table.</param>
    /// <param name="reader">Its reader.</param>
    /// <exception cref="DataException">It cannot be read or used.</exception>
    public static DataSet Load(DataSpec data, TargetEncoding encoding, SourceSite site, IRowReader reader)
    {
        var table = new StreamedTable(data, encoding, LimitOf(data));
        var end = reader.ReadRows(site, table);
        return table.Finish(end);
    }

    /// <inheritdoc/>
    public void Begin(TableColumns columns)
    {
        _columns = columns;
        if (_columns.FillsHoles && _data.Find<FeaturesSetting>() is not null)
        {
            throw new DataException(DataFindings.WrongFormat, "features cannot compute with cells that are filled later, and missing=mean knows the means of a table larger than `memory` allows only in the end. Write missing=drop.", CsvSource.Missing);
        }
        _chunkInputs = new float[ChunkRows * columns.Inputs];
        _chunkTargets = new float[ChunkRows * columns.Targets];
        _inputColumns = _data.Find<FeaturesSetting>() is { } features && !columns.Columns.IsEmpty ? Features.ColumnsOf(columns.Columns, features.Get(FeaturesSetting.Expressions)) : columns.Columns;
        _inputSize = _inputColumns.IsEmpty ? columns.Inputs : _inputColumns.Sum(column => column.Width);
        _shape = _inputSize == columns.Inputs ? columns.Shape : Shape.Of(_inputSize);
        // Pictures have one scale for all pixels.
        _train = new ColumnTally(_shape.Rank == 1 ? _inputSize : 1);
        _trainTargets = new ColumnTally(columns.Targets);
        _files[0] = new RowFile(Path.Combine(UserFolders.Cache, "rows"), _inputSize + columns.Targets);
        for (var part = 1; part < 3 && _shuffles; part++)
        {
            _files[part] = _shares[part] > 0 ? new RowFile(Path.Combine(UserFolders.Cache, "rows"), _inputSize + columns.Targets) : null;
        }
    }

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets)
    {
        inputs.CopyTo(_chunkInputs.AsSpan(_chunked * inputs.Length));
        targets.CopyTo(_chunkTargets.AsSpan(_chunked * targets.Length));
        if (++_chunked == ChunkRows)
        {
            FlushChunk();
        }
    }

    private void FlushChunk()
    {
        var samples = new Samples(_chunked, _columns.Shape, _chunkInputs, new TargetFacts(_columns.Targets, 0, 0), _chunkTargets) { Columns = _columns.Columns };
        samples = _data.Find<FeaturesSetting>() is { } features ? Features.Apply(samples, features.Get(FeaturesSetting.Expressions), _rows) : samples;
        for (var i = 0; i < _chunked; i++, _rows++)
        {
            if (_shuffles && _rows % SplitRows == 0)
            {
                Part();
            }
            var part = _shuffles ? _partOf[_rows % SplitRows] : 0;
            var input = samples.Row(i);
            var target = samples.TargetOf(i);
            _files[part]!.Add(input, target);
            _targets.Add(target);
            if (part == 0 && _shuffles)
            {
                Tally(input);
                _trainTargets.Add(target);
            }
        }
        _chunked = 0;
    }

    // Which part each of the next rows belongs to: the shares hold exactly in every thousand.
    private void Part()
    {
        var split = Split.Of(SplitRows, _shares, _seed + ((ulong)_rows << 20), shuffle: true, classes: null);
        foreach (var (rows, part) in new[] { (split.Train, (byte)0), (split.Validation, (byte)1), (split.Test, (byte)2) })
        {
            foreach (var row in rows)
            {
                _partOf[row] = part;
            }
        }
    }

    private DataSet Finish(TableEnd end)
    {
        FlushChunk();
        foreach (var file in _files)
        {
            file?.Flush();
        }
        var ranges = Ranges();
        if (ranges[0].Count == 0)
        {
            throw new DataException(DataFindings.WrongFormat, $"Of {_rows:N0} samples, train={_shares[0]:P0} leaves none to learn from.", SplitSetting.Train);
        }
        if (!_shuffles)
        {
            Tally(ranges[0]);
        }
        var categorical = TableColumn.Categorical(_inputColumns);
        var normalization = Normalization.Of(_data, _train, categorical.Length == _train.Width ? categorical : []) with { Means = _columns.FillsHoles ? [.. Enumerable.Range(0, _inputSize).Select(column => (float)_train.Mean(column))] : [] };
        var targetIsInput = _data.TargetIsInput;
        var empty = Enumerable.Range(0, _inputSize).FirstOrDefault(_train.IsEmpty, -1);
        if (empty >= 0)
        {
            throw MissingCells.NoMean(_columns.Columns, empty);
        }
        var facts = targetIsInput && _columns.Targets == 0 ? new TargetFacts(_inputSize, 0, 0) : Reorder(_targets.Facts(_columns.Targets, end.ClassNames), end);
        var targets = Normalization.ScalesTargets(_data, facts) ? Normalization.OfTargets(_data, _trainTargets) : Normalization.None;
        var classes = ClassNumbers.Of(facts, _encoding);
        var layout = new RowLayout(_inputSize, targetIsInput ? _inputSize : _columns.Targets, normalization, targets, end.ClassPlaces, classes, targetIsInput);
        Part? Take(int part, string name) => ranges[part].Count == 0 ? null : new StreamedPart(name, ranges[part].File, ranges[part].First, ranges[part].Count, layout, _memory);
        return new DataSet(_shape, facts, normalization, targets, Take(0, "train")!, Take(1, "validation"), Take(2, "test"))
        {
            ClassValues = classes,
            InputColumns = _inputColumns,
            Columns = _columns.Columns,
            Augmentation = Augmentation.Of(_data, _shape),
            Dropped = end.Dropped,
        };
    }

    // Without a shuffle the parts follow each other in one file.
    private (RowFile File, long First, int Count)[] Ranges()
    {
        if (_shuffles)
        {
            return [.. _files.Select(file => (file!, 0L, file?.Count ?? 0))];
        }
        var split = new[] { 0.0, _shares[0], _shares[0] + _shares[1], 1 }.Select(share => (long)Math.Round(share / Math.Max(1, _shares.Sum()) * _rows)).ToArray();
        split[^1] = _rows;
        return [.. Enumerable.Range(0, 3).Select(part => (_files[0]!, split[part], (int)(split[part + 1] - split[part])))];
    }

    private void Tally(ReadOnlySpan<float> input)
    {
        for (var start = 0; start < input.Length; start += _train.Width)
        {
            _train.Add(input.Slice(start, _train.Width));
        }
    }

    private void Tally((RowFile File, long First, int Count) range)
    {
        var rows = new float[ChunkRows * range.File.Width];
        for (var start = 0; start < range.Count; start += ChunkRows)
        {
            var count = Math.Min(ChunkRows, range.Count - start);
            range.File.Read(range.First + start, rows.AsSpan(0, count * range.File.Width));
            for (var i = 0; i < count; i++)
            {
                var row = rows.AsSpan(i * range.File.Width, range.File.Width);
                Tally(row[.._inputSize]);
                _trainTargets.Add(row[_inputSize..]);
            }
        }
    }

    /// <summary>The facts with classes in their order: rows counted them as they were met.</summary>
    public static TargetFacts Reorder(TargetFacts facts, TableEnd end)
    {
        if (end.ClassPlaces.IsEmpty)
        {
            return facts;
        }
        var counts = new int[end.ClassNames.Length];
        for (var met = 0; met < end.ClassPlaces.Length; met++)
        {
            counts[(int)end.ClassPlaces[met]] = facts.ClassCounts[met];
        }
        return facts with { ClassCounts = [.. counts] };
    }
}
