using System.Globalization;
using System.Runtime.InteropServices;

namespace Nnet.Engine.Data;

/// <summary>Samples that are used together, inputs and targets normalised, wherever they lie.</summary>
/// <param name="name"><c>train</c>, <c>validation</c> or <c>test</c>.</param>
/// <param name="count">Number of samples.</param>
/// <param name="inputSize">Numbers in one sample's input.</param>
/// <param name="targetSize">Numbers in one sample's target; 0 when the truth is not known.</param>
public abstract class Part(string name, int count, int inputSize, int targetSize)
{
    // As much at once as a second-level cache holds easily.
    private const int ChunkNumbers = 1 << 16;

    /// <summary><c>train</c>, <c>validation</c> or <c>test</c>.</summary>
    public string Name => name;

    /// <summary>Number of samples.</summary>
    public int Count => count;

    /// <summary>Numbers in one sample's input.</summary>
    public int InputSize => inputSize;

    /// <summary>Numbers in one sample's target; 0 when the truth is not known.</summary>
    public int TargetSize => targetSize;

    /// <summary>What whoever uses the samples has to know of them, in sentences; empty for the parts that a network is trained with.</summary>
    public System.Collections.Immutable.ImmutableArray<string> Notices { get; init; } = [];

    /// <summary>Number of a sample in its source, from 0.</summary>
    public abstract int RowOf(int sample);

    /// <summary>Copies samples that follow each other in this part.</summary>
    /// <param name="start">The first.</param>
    /// <param name="samples">How many.</param>
    /// <param name="inputs">Gets their inputs, sample by sample.</param>
    /// <param name="targets">Gets their targets, sample by sample.</param>
    public abstract void Read(int start, int samples, Span<float> inputs, Span<float> targets);

    /// <summary>The samples in mini-batches, in an order that depends on the seed and the epoch alone.</summary>
    /// <param name="batch">Samples per batch; the last of an epoch may have fewer.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="augmentation">Changes samples a little in every epoch, or null.</param>
    public abstract BatchOrder InBatches(int batch, int seed, Augmentation? augmentation = null);

    /// <summary>All inputs, sample by sample.</summary>
    public float[] ReadInputs() => ReadAll().Inputs;

    /// <summary>All targets, sample by sample; empty when the truth is not known.</summary>
    public float[] ReadTargets() => ReadAll().Targets;

    /// <summary>Everything in memory.</summary>
    public (float[] Inputs, float[] Targets) ReadAll()
    {
        var (inputs, targets) = (new float[(long)count * inputSize], new float[(long)count * targetSize]);
        Read(0, count, inputs, targets);
        return (inputs, targets);
    }

    /// <summary>A part of at most <paramref name="most"/> samples, evenly spread over this one.</summary>
    public Part Sample(int most)
    {
        if (count <= most)
        {
            return this;
        }
        var (inputs, targets) = (new float[(long)most * inputSize], new float[(long)most * targetSize]);
        for (var i = 0; i < most; i++)
        {
            Read((int)((long)i * count / most), 1, inputs.AsSpan(i * inputSize, inputSize), targets.AsSpan(i * targetSize, targetSize));
        }
        return new MemoryPart(name, most, inputs, inputSize, targets, targetSize);
    }

    /// <summary>Tells these samples from others: a hash of all inputs and targets.</summary>
    public string Fingerprint()
    {
        var hash = 0xCBF29CE484222325;
        var rows = Math.Clamp(ChunkNumbers / (inputSize + targetSize), 1, count);
        var (inputs, targets) = (new float[rows * inputSize], new float[rows * targetSize]);
        for (var start = 0; start < count; start += rows)
        {
            var some = Math.Min(rows, count - start);
            Read(start, some, inputs, targets);
            Add(inputs.AsSpan(0, some * inputSize));
            Add(targets.AsSpan(0, some * targetSize));
        }
        return hash.ToString("x16", CultureInfo.InvariantCulture);

        void Add(Span<float> values)
        {
            foreach (var bits in MemoryMarshal.Cast<float, uint>(values))
            {
                hash = (hash ^ bits) * 0x100000001B3;
            }
        }
    }
}

/// <summary>A part in memory: some rows of arrays that all parts share.</summary>
public sealed class MemoryPart : Part
{
    private readonly Samples _samples;
    private readonly int[] _rows;
    private readonly bool _targetIsInput;

    /// <summary>Some of all samples.</summary>
    /// <param name="name"><c>train</c>, <c>validation</c> or <c>test</c>.</param>
    /// <param name="samples">All samples, normalised.</param>
    /// <param name="rows">Numbers of those in the part.</param>
    /// <param name="targetIsInput">Whether the sample itself is the target.</param>
    public MemoryPart(string name, Samples samples, int[] rows, bool targetIsInput)
        : base(name, rows.Length, samples.Size, targetIsInput ? samples.Size : samples.HasTargets ? samples.Target.Width : 0)
        => (_samples, _rows, _targetIsInput) = (samples, rows, targetIsInput);

    /// <summary>Samples that follow each other in arrays of their own.</summary>
    internal MemoryPart(string name, int count, float[] inputs, int inputSize, float[] targets, int targetSize)
        : this(name, new Samples(count, Nnet.Language.Graph.Shape.Of(inputSize), inputs, new Nnet.Language.Data.TargetFacts(targetSize, 0, 0), targets), [.. Enumerable.Range(0, count)], false)
    {
    }

    /// <inheritdoc/>
    public override int RowOf(int sample) => _rows[sample];

    /// <inheritdoc/>
    public override void Read(int start, int samples, Span<float> inputs, Span<float> targets) => Gather(_rows.AsSpan(start, samples), inputs, targets);

    /// <inheritdoc/>
    public override BatchOrder InBatches(int batch, int seed, Augmentation? augmentation = null) => new MemoryBatches(this, batch, seed, augmentation);

    private void Gather(ReadOnlySpan<int> rows, Span<float> inputs, Span<float> targets)
    {
        var (inputSize, targetSize) = (InputSize, TargetSize);
        for (var i = 0; i < rows.Length; i++)
        {
            var row = _samples.Row(rows[i]);
            row.CopyTo(inputs[(i * inputSize)..]);
            if (targetSize > 0)
            {
                (_targetIsInput ? row : _samples.TargetOf(rows[i])).CopyTo(targets[(i * targetSize)..]);
            }
        }
    }

    /// <summary>All samples of an epoch in one random order.</summary>
    private sealed class MemoryBatches(MemoryPart part, int batch, int seed, Augmentation? augmentation) : BatchOrder(part, batch, seed, augmentation)
    {
        private readonly int[] _order = new int[part.Count];
        private int[]? _positionOf;
        private int[] _positions = [];

        protected override bool KnowsPositions => true;

        protected override void Shuffle(int epoch, CounterRandom random)
        {
            part._rows.CopyTo(_order, 0);
            random.Shuffle(_order);
            _positions = [];
        }

        protected override ReadOnlySpan<int> Positions(int start, int samples)
        {
            if (_positionOf is null)
            {
                _positionOf = new int[part._rows.Max() + 1];
                for (var i = 0; i < part._rows.Length; i++)
                {
                    _positionOf[part._rows[i]] = i;
                }
            }
            if (_positions.Length == 0)
            {
                _positions = Array.ConvertAll(_order, row => _positionOf[row]);
            }
            return _positions.AsSpan(start, samples);
        }

        protected override void Read(int start, int samples, Span<float> inputs, Span<float> targets) => part.Gather(_order.AsSpan(start, samples), inputs, targets);

        protected override int SampleAt(int place) => _order[place];
    }
}
