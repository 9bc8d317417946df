namespace Nnet.Engine.Execution;

/// <summary>What one output of a network aims at in a batch: the targets that its loss compares with, and how much every sample counts there.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed unsafe class Aim<T> : IDisposable
    where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
{
    private readonly Batch<T> _batch;
    private readonly int _lanes;
    private readonly int _offset;
    private readonly AlignedMemory<double> _losses;
    private readonly AlignedMemory<T>? _own;
    private readonly T* _weights;

    /// <summary>Lets an output aim at some of the numbers of every sample's target.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="offset">The first of those numbers.</param>
    /// <param name="weight">What the loss is multiplied by in the sum of all.</param>
    internal Aim(Batch<T> batch, int offset, double weight)
    {
        (_batch, _lanes, _offset, Weight) = (batch, batch.Lanes, offset, weight);
        _losses = new AlignedMemory<double>(batch.Capacity / batch.Lanes);
        // One that counts once weighs its samples as the batch does.
        _own = weight == 1 ? null : new AlignedMemory<T>(batch.Capacity);
        _weights = _own is null ? batch.SampleWeights : _own.Pointer;
    }

    /// <summary>What the loss is multiplied by in the sum of all.</summary>
    public double Weight { get; }

    /// <summary>The first of its numbers in a sample's target.</summary>
    public int Offset => _offset;

    /// <summary>Samples in a group.</summary>
    public int Lanes => _lanes;

    /// <summary>Samples in a group; the last of a batch may have fewer.</summary>
    public int LanesUsed(int group) => _batch.LanesUsed(group);

    /// <summary>Whether the truth is known.</summary>
    public bool HasTargets => _batch.Targets != null;

    /// <summary>Numbers from a sample's target to the next one's.</summary>
    public int TargetStride => _batch.TargetStride;

    /// <summary>The target of a group's first sample, or null when the truth is not known.</summary>
    public T* TargetsOf(int group) => _batch.Targets == null ? null : _batch.Targets + ((nint)group * _lanes * _batch.TargetStride) + _offset;

    /// <summary>Weight/total for each sample, zero for the lanes of the last group that hold none.</summary>
    public T* SampleWeights => _weights;

    /// <summary>Share of each group in the mean loss, times the weight.</summary>
    public double* Losses => _losses.Pointer;

    /// <summary>Where outputs go, one sample after the other; null when nobody wants them.</summary>
    public T* Outputs { get; set; }

    /// <summary>Sum of the groups' losses, in their order: the mean loss times the weight.</summary>
    public double TotalLoss()
    {
        var sum = 0.0;
        for (var group = 0; group < _batch.Groups; group++)
        {
            sum += Losses[group];
        }
        return sum;
    }

    /// <summary>Forgets what was written.</summary>
    internal void Clear() => _losses.Span.Clear();

    internal void Resize(int count, int total)
    {
        if (_own is { Span: var weights })
        {
            weights[..count].Fill(T.CreateChecked(Weight / total));
            weights[count..].Clear();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _losses.Dispose();
        _own?.Dispose();
    }
}
