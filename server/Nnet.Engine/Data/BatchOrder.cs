namespace Nnet.Engine.Data;

/// <summary>Hands out the samples of a part in mini-batches, in an order that depends on the seed and the epoch alone.</summary>
public abstract class BatchOrder
{
    // Streams of random numbers from here on are those of epochs.
    private const ulong FirstStream = 1000;

    private readonly Part _part;
    private readonly ulong _seed;
    private readonly int _batch;
    private readonly float[] _inputs;
    private readonly float[] _targets;
    private readonly Augmentation? _augmentation;
    private int _epoch;

    /// <summary>Prepares the batches of a part.</summary>
    /// <param name="part">The samples.</param>
    /// <param name="batch">Samples per batch; the last of an epoch may have fewer.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="augmentation">Changes samples a little, anew in every epoch; null leaves them as they are.</param>
    protected BatchOrder(Part part, int batch, int seed, Augmentation? augmentation)
    {
        (_part, _batch, _seed, _augmentation) = (part, Math.Min(batch, part.Count), (ulong)seed, augmentation);
        _inputs = new float[_batch * part.InputSize];
        _targets = new float[_batch * part.TargetSize];
    }

    /// <summary>Batches in an epoch.</summary>
    public int Count => (_part.Count + _batch - 1) / _batch;

    /// <summary>Shuffles for a zero-based epoch.</summary>
    public void Begin(int epoch)
    {
        _epoch = epoch;
        Shuffle(epoch, new CounterRandom(_seed, FirstStream + (ulong)epoch));
    }

    /// <summary>Gathers a zero-based batch; what it returns holds until the next call.</summary>
    public Batch this[int index]
    {
        get
        {
            var start = index * _batch;
            var count = Math.Min(_batch, _part.Count - start);
            var inputs = _inputs.AsSpan(0, count * _part.InputSize);
            var targets = _targets.AsSpan(0, count * _part.TargetSize);
            Read(start, count, inputs, targets);
            for (var i = 0; i < count && _augmentation is not null; i++)
            {
                _augmentation.Apply(inputs.Slice(i * _part.InputSize, _part.InputSize), targets.Slice(i * _part.TargetSize, _part.TargetSize), _seed, _epoch, SampleAt(start + i));
            }
            return new Batch(inputs, targets, count);
        }
    }

    /// <summary>Whether a batch is nothing but some samples of the part, as they are: whoever has the part needs no more than <see cref="PositionsFrom"/>.</summary>
    public bool HasPositions => _augmentation is null && KnowsPositions;

    /// <summary>Numbers of the samples within the part, in the epoch's order, from a zero-based batch on.</summary>
    /// <param name="index">The batch.</param>
    /// <param name="batches">So many batches, or fewer where there are no more.</param>
    public ReadOnlySpan<int> PositionsFrom(int index, int batches)
    {
        var start = index * _batch;
        return Positions(start, Math.Min(batches * _batch, _part.Count - start));
    }

    /// <summary>Whether <see cref="Positions"/> can be asked.</summary>
    protected virtual bool KnowsPositions => false;

    /// <summary>Numbers within the part of samples that follow each other in the order.</summary>
    protected virtual ReadOnlySpan<int> Positions(int start, int samples) => throw new NotSupportedException();

    /// <summary>Draws the order of a zero-based epoch.</summary>
    protected abstract void Shuffle(int epoch, CounterRandom random);

    /// <summary>Copies samples that follow each other in the order.</summary>
    protected abstract void Read(int start, int samples, Span<float> inputs, Span<float> targets);

    /// <summary>The number of the sample at a place of the order.</summary>
    protected abstract int SampleAt(int place);
}

/// <summary>A few samples for one step.</summary>
/// <param name="inputs">Their inputs.</param>
/// <param name="targets">Their targets.</param>
/// <param name="count">How many they are.</param>
public readonly ref struct Batch(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, int count)
{
    /// <summary>Their inputs, sample by sample.</summary>
    public ReadOnlySpan<float> Inputs { get; } = inputs;

    /// <summary>Their targets, sample by sample.</summary>
    public ReadOnlySpan<float> Targets { get; } = targets;

    /// <summary>How many they are.</summary>
    public int Count => count;
}
