using System.Numerics;
using System.Runtime.Intrinsics;
using Nnet.Engine.Data;
using Nnet.Engine.Execution;

namespace Nnet.Engine.Layers.Regularization;

/// <summary>
/// Random numbers for all samples of a group at once, each a function of (seed, layer, step, sample, number of the draw), so that
/// backward draws again instead of keeping, and results depend on no thread.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="batch">The batch.</param>
/// <param name="seed">The run's seed.</param>
/// <param name="node">The layer.</param>
/// <param name="draws">Draws that each sample needs.</param>
internal sealed unsafe class RandomLanes<T>(Batch<T> batch, int seed, int node, int draws)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public int Draws => draws;

    private const ulong FirstStream = 1UL << 41;

    /// <summary>The keys of the step that the batch is in.</summary>
    public (uint First, uint Second) Keys
    {
        get
        {
            var bits = new CounterRandom((ulong)seed, FirstStream + ((ulong)batch.Step << 12) + (ulong)node).NextBits();
            return ((uint)bits, (uint)(bits >> 32));
        }
    }

    /// <summary>Gives every sample of a group a number that is evenly spread between 0 and 1 and is neither.</summary>
    /// <param name="keys">As <see cref="Keys"/> gives them.</param>
    /// <param name="group">The group.</param>
    /// <param name="draw">Number of the draw.</param>
    /// <param name="to">Where they go, one for each sample.</param>
    public void Draw((uint First, uint Second) keys, int group, int draw, T* to)
    {
        var counter = ((uint)(group * batch.Lanes) * (uint)draws) + (uint)draw + keys.First;
        if (typeof(T) == typeof(float) && batch.Lanes >= 4)
        {
            var counters = Vector128.Create(counter) + (Vector128.Create(0u, 1, 2, 3) * (uint)draws);
            for (var lane = 0; lane < batch.Lanes; lane += 4)
            {
                var h = counters;
                h ^= h >>> 16;
                h *= 0x7FEB352D;
                h ^= Vector128.Create(keys.Second);
                h ^= h >>> 15;
                h *= 0x846CA68B;
                h ^= h >>> 16;
                var units = (Vector128.ConvertToSingle((h >>> 9).AsInt32()) + Vector128.Create(0.5f)) * Vector128.Create(1f / (1 << 23));
                units.Store((float*)to + lane);
                counters += Vector128.Create(4 * (uint)draws);
            }
            return;
        }
        for (var lane = 0; lane < batch.Lanes; lane++)
        {
            to[lane] = T.CreateChecked(((Hash(counter + ((uint)lane * (uint)draws), keys.Second) >> 9) + 0.5) / (1 << 23));
        }
    }

    /// <summary>32 well mixed bits (a multiply-xorshift hash, its constants found by Wellons' search for low bias).</summary>
    internal static uint Hash(uint counter, uint key)
    {
        var h = counter;
        h ^= h >> 16;
        h *= 0x7FEB352D;
        h ^= key;
        h ^= h >> 15;
        h *= 0x846CA68B;
        h ^= h >> 16;
        return h;
    }
}
