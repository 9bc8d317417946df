using System.Collections.Immutable;

namespace Nnet.Engine.Data.Streams;

/// <summary>How rows on the disk become samples.</summary>
/// <param name="InputSize">Numbers in one sample's input, which a row begins with.</param>
/// <param name="TargetSize">Numbers in its target.</param>
/// <param name="Normalization">The map of the inputs, with the means for cells that hold no number.</param>
/// <param name="Targets">The map of the targets.</param>
/// <param name="ClassPlaces">The place of each class among all, since rows have them in the order in which they were met; empty where they are right already.</param>
/// <param name="ClassValues">The number that rows have for each class; empty where it is its place.</param>
/// <param name="TargetIsInput">Whether the sample itself is the target.</param>
internal sealed record RowLayout(int InputSize, int TargetSize, Normalization Normalization, Normalization Targets, ImmutableArray<float> ClassPlaces, ImmutableArray<int> ClassValues, bool TargetIsInput)
{
    /// <summary>Makes samples of rows.</summary>
    public void Unpack(ReadOnlySpan<float> rows, int count, Span<float> inputs, Span<float> targets)
    {
        var width = rows.Length / count;
        for (var i = 0; i < count; i++)
        {
            var row = rows.Slice(i * width, width);
            var input = inputs.Slice(i * InputSize, InputSize);
            row[..InputSize].CopyTo(input);
            Fill(input);
            Normalization.Apply(input);
            var target = targets.Slice(i * TargetSize, TargetSize);
            (TargetIsInput ? input : row[InputSize..]).CopyTo(target);
            Targets.Apply(target);
            if (!ClassPlaces.IsEmpty)
            {
                target[0] = ClassPlaces[(int)target[0]];
            }
            ClassNumbers.Apply(ClassValues, target);
        }
    }

    // What holds no number lies on the disk as none.
    private void Fill(Span<float> input)
    {
        for (var column = 0; column < Normalization.Means.Length; column++)
        {
            input[column] = float.IsNaN(input[column]) ? Normalization.Means[column] : input[column];
        }
    }
}

/// <summary>A part whose samples lie on the disk. Batches are shuffled in blocks that fit into a given memory.</summary>
internal sealed class StreamedPart : Part
{
    private const int ChunksInBlock = 32;

    // Streams of random numbers from here on are those of blocks, one for each epoch and block.
    private const ulong FirstStream = 1UL << 61;

    private readonly RowFile _file;
    private readonly long _first;
    private readonly RowLayout _layout;
    private readonly int _blockRows;
    private float[] _buffer = [];

    /// <summary>Some rows of a file.</summary>
    /// <param name="name"><c>train</c>, <c>validation</c> or <c>test</c>.</param>
    /// <param name="file">The file.</param>
    /// <param name="first">The first row.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="layout">How rows become samples.</param>
    /// <param name="memory">Bytes that a block of rows may take.</param>
    public StreamedPart(string name, RowFile file, long first, int count, RowLayout layout, long memory)
        : base(name, count, layout.InputSize, layout.TargetSize, layout.TargetSize)
        => (_file, _first, _layout, _blockRows) = (file, first, layout, (int)Math.Clamp(memory / (sizeof(float) * (file.Width + 1L)), ChunksInBlock, Array.MaxLength / file.Width));

    /// <inheritdoc/>
    public override int RowOf(int sample) => (int)(_first + sample);

    /// <inheritdoc/>
    public override void Read(int start, int samples, Span<float> inputs, Span<float> targets)
    {
        var numbers = samples * _file.Width;
        _buffer = _buffer.Length < numbers ? new float[numbers] : _buffer;
        _file.Read(_first + start, _buffer.AsSpan(0, numbers));
        _layout.Unpack(_buffer.AsSpan(0, numbers), samples, inputs, targets);
    }

    /// <inheritdoc/>
    public override BatchOrder InBatches(int batch, int seed, Augmentation? augmentation = null) => new BlockBatches(this, batch, seed, augmentation);

    /// <summary>
    /// Chunks of rows in random order; a block of them is read at once and its rows are shuffled, so that neighbours of
    /// the file meet rows from all over it.
    /// </summary>
    private sealed class BlockBatches : BatchOrder
    {
        private readonly StreamedPart _part;
        private readonly ulong _seed;
        private readonly int _chunkRows;
        private readonly int[] _chunks;
        private readonly int[] _blockStarts;
        private readonly float[] _rows;
        private readonly int[] _order;
        private readonly int[] _samples;
        private readonly int[] _batchSamples;
        private int _epoch;
        private int _loaded = -1;
        private int _batchStart;

        public BlockBatches(StreamedPart part, int batch, int seed, Augmentation? augmentation)
            : base(part, batch, seed, augmentation)
        {
            (_part, _seed) = (part, (ulong)seed);
            var blockRows = Math.Min(part._blockRows, part.Count);
            _chunkRows = Math.Max(1, blockRows / ChunksInBlock);
            _chunks = new int[((part.Count - 1) / _chunkRows) + 1];
            _blockStarts = new int[((_chunks.Length - 1) / ChunksInBlock) + 2];
            _rows = new float[ChunksInBlock * _chunkRows * part._file.Width];
            _order = new int[ChunksInBlock * _chunkRows];
            _samples = new int[_order.Length];
            _batchSamples = new int[Math.Min(batch, part.Count)];
        }

        protected override void Shuffle(int epoch, CounterRandom random)
        {
            (_epoch, _loaded) = (epoch, -1);
            for (var i = 0; i < _chunks.Length; i++)
            {
                _chunks[i] = i;
            }
            random.Shuffle(_chunks);
            for (var block = 0; block < _blockStarts.Length - 1; block++)
            {
                var rows = 0;
                foreach (var chunk in ChunksOf(block))
                {
                    rows += RowsOf(chunk);
                }
                _blockStarts[block + 1] = _blockStarts[block] + rows;
            }
        }

        protected override void Read(int start, int samples, Span<float> inputs, Span<float> targets)
        {
            _batchStart = start;
            var (inputSize, targetSize, width) = (_part.InputSize, _part.TargetSize, _part._file.Width);
            for (var i = 0; i < samples; i++)
            {
                Load(start + i);
                var place = _order[start + i - _blockStarts[_loaded]];
                _part._layout.Unpack(_rows.AsSpan(place * width, width), 1, inputs.Slice(i * inputSize, inputSize), targets.Slice(i * targetSize, targetSize));
                _batchSamples[i] = _samples[place];
            }
        }

        protected override int SampleAt(int place) => _batchSamples[place - _batchStart];

        private ReadOnlySpan<int> ChunksOf(int block) => _chunks.AsSpan(block * ChunksInBlock, Math.Min(ChunksInBlock, _chunks.Length - (block * ChunksInBlock)));

        private int RowsOf(int chunk) => Math.Min(_chunkRows, _part.Count - (chunk * _chunkRows));

        // Brings the block of a place into memory.
        private void Load(int place)
        {
            if (_loaded >= 0 && place >= _blockStarts[_loaded] && place < _blockStarts[_loaded + 1])
            {
                return;
            }
            var found = Array.BinarySearch(_blockStarts, place);
            _loaded = found >= 0 ? found : ~found - 1;
            var (width, rows) = (_part._file.Width, 0);
            foreach (var chunk in ChunksOf(_loaded))
            {
                var count = RowsOf(chunk);
                _part._file.Read(_part._first + ((long)chunk * _chunkRows), _rows.AsSpan(rows * width, count * width));
                for (var i = 0; i < count; i++)
                {
                    (_order[rows + i], _samples[rows + i]) = (rows + i, (chunk * _chunkRows) + i);
                }
                rows += count;
            }
            new CounterRandom(_seed, FirstStream + ((ulong)_epoch << 32) + (uint)_loaded).Shuffle(_order.AsSpan(0, rows));
        }
    }
}
