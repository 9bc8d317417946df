using Nnet.Engine.Data.Streams;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;

namespace Nnet.Engine.Data.Sources.Csv;

/// <summary>Reads tables of numbers and texts, gzip or not.</summary>
internal sealed class CsvReader : SourceReader<CsvSource>, IRowReader
{
    // Tables of texts rarely have more inputs for one of their columns in the mean.
    private const int MostInputsForText = 64;

    /// <inheritdoc/>
    public override IEnumerable<Argument<string>> Files => [CsvSource.Path];

    /// <inheritdoc/>
    public override Call Redirect(Call call, string path, string? labels) => With(call, CsvSource.Path, path);

    /// <inheritdoc/>
    public override Samples Read(SourceSite site)
    {
        var file = site.File(CsvSource.Path);
        var sink = new MemorySink(file);
        var end = Walk(site, sink);
        var columns = sink.Columns;
        if (end.IsMisfit)
        {
            // Whoever asked says what is wrong with the columns; what they hold does not matter then.
            return new Samples(0, columns.Shape, [], new TargetFacts(1, 0, 0), []) { Columns = columns.Columns };
        }
        var (inputs, targets) = (sink.Inputs.ToArray(file), sink.Targets.ToArray(file));
        foreach (var hole in sink.Holes)
        {
            inputs[hole] = 0;
        }
        for (var i = 0; i < targets.Length && !end.ClassPlaces.IsEmpty; i++)
        {
            targets[i] = end.ClassPlaces[(int)targets[i]];
        }
        var target = targets.Length == 0 ? new TargetFacts(Math.Max(1, columns.Targets), 0, 0) : TargetDescription.Of(targets, columns.Targets, end.ClassNames);
        return new Samples(end.Rows, columns.Shape, inputs, target, targets)
        {
            Columns = columns.Columns,
            Holes = columns.FillsHoles ? sink.Holes : null,
            Dropped = end.Dropped,
            Unknown = end.Unknown,
            Dates = end.Dates,
            Merged = end.Merged,
        };
    }

    /// <inheritdoc/>
    public long EstimateBytes(SourceSite site)
    {
        // A number takes about five letters with what parts it from the next, and four bytes in memory.
        var file = site.File(CsvSource.Path);
        var (length, isGzip) = file.ContentLength();
        var bytes = isGzip && length == long.MaxValue ? 0 : length / 5 * sizeof(float);
        // A text becomes many inputs. How many is looked up only where it might decide, since it costs a reading of the table.
        return bytes > site.MemoryLimit / MostInputsForText && bytes <= site.MemoryLimit ? ToItsEnd(file, () => EstimateWithTexts(site, file, length, bytes)) : bytes;
    }

    private static long EstimateWithTexts(SourceSite site, DataFile file, long length, long bytes)
    {
        var table = CsvTable.Of(site, file);
        return table.HasTexts ? Math.Max(bytes, length / table.BytesPerRow * table.Width * sizeof(float)) : bytes;
    }

    /// <inheritdoc/>
    public TableEnd ReadRows(SourceSite site, IRowSink sink) => Walk(site, sink);

    private static TableEnd Walk(SourceSite site, IRowSink sink)
    {
        var file = site.File(CsvSource.Path);
        return ToItsEnd(file, () => CsvTable.Of(site, file).Walk(sink));
    }

    private static T ToItsEnd<T>(DataFile file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException problem)
        {
            throw new DataException(DataFindings.BadRow, $"{file.Written} cannot be read to its end: {problem.Message.TrimEnd('.')}.", CsvSource.Path);
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
            for (var i = 0; Columns.FillsHoles && i < inputs.Length; i++)
            {
                if (float.IsNaN(inputs[i]))
                {
                    Holes.Add(Inputs.Count + i < int.MaxValue ? (int)Inputs.Count + i : throw Growing.TooMany(file, Inputs.Count));
                }
            }
            Inputs.Add(inputs);
            Targets.Add(targets);
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

        public void Add(ReadOnlySpan<float> numbers)
        {
            if (_count + numbers.Length > _numbers.Length)
            {
                Array.Resize(ref _numbers, (int)Math.Min(Math.Max(2L * _numbers.Length, _count + numbers.Length), Array.MaxLength));
            }
            if (_count + numbers.Length <= _numbers.Length)
            {
                numbers.CopyTo(_numbers.AsSpan((int)_count));
            }
            _count += numbers.Length;
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
