using System.Numerics;
using Nnet.Engine.Kernels;

namespace Nnet.Engine.Execution;

/// <summary>How many values of a squashing layer lie where its slope is next to nothing, in the steps that are looked at.</summary>
public sealed class Saturation : Watch
{
    private long _flat;
    private long _all;

    /// <summary>Whether the values of the step are to be counted.</summary>
    public bool IsArmed { get; private set; }

    /// <inheritdoc/>
    public override double Share => _all == 0 ? 0 : _flat / (double)_all;

    /// <inheritdoc/>
    public override void Reset() => (_flat, _all, IsArmed) = (0, 0, false);

    /// <inheritdoc/>
    public override void Arm() => IsArmed = true;

    /// <summary>Adds what was counted; threads may do so at the same time.</summary>
    /// <param name="flat">Values where the slope is next to nothing.</param>
    /// <param name="all">All values that were looked at.</param>
    internal void Add(long flat, long all)
    {
        Interlocked.Add(ref _flat, flat);
        Interlocked.Add(ref _all, all);
    }
}

/// <summary>Counts the outputs that are further than an edge from the middle of the function's range.</summary>
internal sealed unsafe class WatchSaturation<T, V>(Batch<T> batch, Slot<T> output, int length, double middle, double edge, Saturation saturation) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public Slot<T> Output => output;

    public int Length => length;

    public double Middle => middle;

    public double Edge => edge;

    public Saturation Saturation => saturation;

    public override void Run(int from, int to)
    {
        if (!saturation.IsArmed)
        {
            return;
        }
        V center = V.Constant(middle), far = V.Constant(edge), flat = V.Zero;
        long all = 0;
        for (var group = from; group < to; group++)
        {
            all += (long)batch.LanesUsed(group) * length;
            for (var lane = 0; lane < batch.Lanes; lane += V.Count)
            {
                // Lanes without a sample have weight zero.
                var used = V.Greater(V.Load(batch.SampleWeights + (group * batch.Lanes) + lane), V.Zero);
                var one = V.Select(used, V.Constant(1), V.Zero);
                for (var i = 0; i < length; i++)
                {
                    flat += V.Select(V.Greater(V.Abs(V.Load(output.At(group) + (i * batch.Lanes) + lane) - center), far), one, V.Zero);
                }
            }
        }
        saturation.Add((long)double.CreateChecked(V.Sum(flat)), all);
    }
}
