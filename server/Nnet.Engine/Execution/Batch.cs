namespace Nnet.Engine.Execution;

/// <summary>What the instructions share of the batch that is being worked on.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="lanes">Samples in a group.</param>
/// <param name="maxGroups">Groups of the largest batch.</param>
public sealed unsafe class Batch<T>(int lanes, int maxGroups) : IDisposable
    where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedMemory<T> _weights = new((long)lanes * maxGroups);
    private readonly AlignedMemory<double> _losses = new(maxGroups);

    /// <summary>Samples in a group.</summary>
    public int Lanes => lanes;

    /// <summary>Most samples that fit.</summary>
    public int Capacity => lanes * maxGroups;

    /// <summary>Number of samples.</summary>
    public int Count { get; private set; }

    /// <summary>Number of groups; the last may be filled in part.</summary>
    public int Groups { get; private set; }

    /// <summary>The samples, one after the other.</summary>
    public T* Inputs { get; set; }

    /// <summary>Their targets, one after the other.</summary>
    public T* Targets { get; set; }

    /// <summary>Where outputs go, one sample after the other.</summary>
    public T* Outputs { get; set; }

    /// <summary>Number of the training step, from zero; random choices depend on it.</summary>
    public long Step { get; set; }

    /// <summary>Samples that the mean loss is taken over: all those of a step, where several batches make one.</summary>
    public int Total { get; private set; }

    /// <summary>1/total for each sample, zero for the lanes of the last group that hold none.</summary>
    public T* SampleWeights => _weights.Pointer;

    /// <summary>Share of each group in the mean loss.</summary>
    public double* Losses => _losses.Pointer;

    /// <summary>Samples in a group.</summary>
    public int LanesUsed(int group) => Math.Min(lanes, Count - (group * lanes));

    /// <summary>Sum of the groups' losses, in their order.</summary>
    public double TotalLoss()
    {
        var sum = 0.0;
        for (var group = 0; group < Groups; group++)
        {
            sum += Losses[group];
        }
        return sum;
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
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _weights.Dispose();
        _losses.Dispose();
    }
}
