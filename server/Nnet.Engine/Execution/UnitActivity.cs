using System.Numerics;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Maps;

namespace Nnet.Engine.Execution;

/// <summary>Which units of a layer (channels, when there is space behind them) were ever positive since the last reset.</summary>
/// <param name="units">Number of units.</param>
public sealed class UnitActivity(int units) : Watch
{
    private readonly bool[] _active = new bool[units];

    /// <summary>Number of units.</summary>
    public int Units => units;

    /// <summary>Whether there are units left that were never positive, so that it is worth looking.</summary>
    public bool IsOpen { get; internal set; } = true;

    /// <summary>Share of the units that were never positive.</summary>
    public override double Share => _active.Count(active => !active) / (double)units;

    /// <summary>Whether the unit was ever positive. Threads may say so at the same time, since all say the same.</summary>
    public ref bool this[int unit] => ref _active[unit];

    /// <inheritdoc/>
    public override void Reset()
    {
        Array.Clear(_active);
        IsOpen = true;
    }
}

/// <summary>Looks at the units that were never positive yet: soon there are few, so watching costs next to nothing.</summary>
internal sealed unsafe class WatchUnits<T, V>(Batch<T> batch, Slot<T> output, MapLayout maps, UnitActivity activity) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public Slot<T> Output => output;

    public MapLayout Maps => maps;

    public UnitActivity Activity => activity;

    private readonly int _length = maps.RunLength(batch.Lanes);

    public override void Run(int from, int to)
    {
        if (!activity.IsOpen)
        {
            return;
        }
        var open = false;
        for (var unit = 0; unit < activity.Units; unit++)
        {
            ref var active = ref activity[unit];
            for (var group = from; group < to && !active; group++)
            {
                active = IsPositive(output.At(group) + (unit * maps.ChannelStep), batch.SampleWeights + (group * batch.Lanes));
            }
            open |= !active;
        }
        activity.IsOpen = open;
    }

    private bool IsPositive(T* values, T* weights)
    {
        for (var lane = 0; lane < batch.Lanes; lane += V.Count)
        {
            // Lanes without a sample have weight zero.
            var weight = V.Load(weights + lane);
            for (var run = 0; run < maps.Runs; run++)
            {
                var part = values + (run * maps.RunStep);
                for (var i = lane; i < _length; i += batch.Lanes)
                {
                    if (V.Any(V.Greater(V.Load(part + i) * weight, V.Zero)))
                    {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
