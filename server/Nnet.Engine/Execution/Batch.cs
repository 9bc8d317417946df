namespace Nnet.Engine.Execution;

/// <summary>What the instructions share of the batch that is being worked on.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="lanes">Samples in a group.</param>
/// <param name="maxGroups">Groups of the largest batch.</param>
public sealed unsafe class Batch<T>(int lanes, int maxGroups) : IDisposable
    where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedMemory<T> _weights = new((long)lanes * maxGroups);
    private Aim<T>[] _aims = [];

    /// <summary>Samples in a group.</summary>
    public int Lanes => lanes;

    /// <summary>Most samples that fit.</summary>
    public int Capacity => lanes * maxGroups;

    /// <summary>Number of samples.</summary>
    public int Count { get; private set; }

    /// <summary>Number of groups; the last may be filled in part.</summary>
    public int Groups { get; private set; }

    /// <summary>Numbers from a sample to the next: those of all inputs of the model, one behind the other.</summary>
    public int InputStride { get; internal set; }

    /// <summary>Numbers from a target to the next: those of all outputs that have a loss, one behind the other.</summary>
    public int TargetStride { get; internal set; }

    /// <summary>The samples, one after the other.</summary>
    public T* Inputs { get; set; }

    /// <summary>Their targets, one after the other.</summary>
    public T* Targets { get; set; }

    /// <summary>Where the main output goes, one sample after the other.</summary>
    public T* Outputs => _aims[0].Outputs;

    /// <summary>What each output with a loss aims at, the main one first.</summary>
    public ReadOnlySpan<Aim<T>> Aims => _aims;

    /// <summary>Number of the training step, from zero; random choices depend on it.</summary>
    public long Step { get; set; }

    /// <summary>Samples that the mean loss is taken over: all those of a step, where several batches make one.</summary>
    public int Total { get; private set; }

    /// <summary>1/total for each sample, zero for the lanes of the last group that hold none.</summary>
    public T* SampleWeights => _weights.Pointer;

    /// <summary>Samples in a group.</summary>
    public int LanesUsed(int group) => Math.Min(lanes, Count - (group * lanes));

    /// <summary>The weighted sum of all losses, in their order.</summary>
    public double TotalLoss()
    {
        var sum = _aims[0].TotalLoss();
        for (var i = 1; i < _aims.Length; i++)
        {
            sum += _aims[i].TotalLoss();
        }
        return sum;
    }

    /// <summary>Lets another output aim at some of the numbers of every sample's target.</summary>
    /// <param name="offset">The first of those numbers.</param>
    /// <param name="weight">What its loss is multiplied by in the sum of all.</param>
    internal Aim<T> Add(int offset, double weight)
    {
        var aim = new Aim<T>(this, offset, weight);
        _aims = [.. _aims, aim];
        return aim;
    }

    /// <summary>Sets the number of samples.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="total">Samples of the whole step, when these are only some of them.</param>
    public void Resize(int count, int? total = null)
    {
        if (count == Count && (total ?? count) == Total)
        {
            return;
        }
        (Count, Total, Groups) = (count, total ?? count, (count + lanes - 1) / lanes);
        var weights = _weights.Span;
        weights[..count].Fill(T.One / T.CreateChecked(Total));
        weights[count..].Clear();
        foreach (var aim in _aims)
        {
            aim.Resize(count, Total);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _weights.Dispose();
        foreach (var aim in _aims)
        {
            aim.Dispose();
        }
    }
}
