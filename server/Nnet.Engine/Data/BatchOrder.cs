namespace Nnet.Engine.Data;

/// <summary>Hands out the samples of a part in mini-batches, in an order that depends on the seed and the epoch alone.</summary>
public sealed class BatchOrder
{
    private readonly Part _part;
    private readonly ulong _seed;
    private readonly int _batch;
    private readonly int[] _order;
    private readonly float[] _inputs;
    private readonly float[] _targets;

    /// <summary>Prepares the batches of a part.</summary>
    /// <param name="part">The samples.</param>
    /// <param name="batch">Samples per batch; the last of an epoch may have fewer.</param>
    /// <param name="seed">The run's seed.</param>
    public BatchOrder(Part part, int batch, int seed)
    {
        (_part, _batch, _seed) = (part, Math.Min(batch, part.Count), (ulong)seed);
        _order = new int[part.Count];
        _inputs = new float[_batch * part.InputSize];
        _targets = new float[_batch * part.TargetSize];
    }

    /// <summary>Batches in an epoch.</summary>
    public int Count => (_part.Count + _batch - 1) / _batch;

    /// <summary>Shuffles for a zero-based epoch.</summary>
    public void Begin(int epoch)
    {
        for (var i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
        }
        new CounterRandom(_seed, stream: 1000 + (ulong)epoch).Shuffle(_order);
    }

    /// <summary>Gathers a zero-based batch; what it returns holds until the next call.</summary>
    public Batch this[int index]
    {
        get
        {
            var start = index * _batch;
            var count = Math.Min(_batch, _order.Length - start);
            var (inputSize, targetSize) = (_part.InputSize, _part.TargetSize);
            for (var i = 0; i < count; i++)
            {
                var row = _order[start + i];
                _part.Inputs.AsSpan(row * inputSize, inputSize).CopyTo(_inputs.AsSpan(i * inputSize));
                _part.Targets.AsSpan(row * targetSize, targetSize).CopyTo(_targets.AsSpan(i * targetSize));
            }
            return new Batch(_inputs.AsSpan(0, count * inputSize), _targets.AsSpan(0, count * targetSize), count);
        }
    }
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
