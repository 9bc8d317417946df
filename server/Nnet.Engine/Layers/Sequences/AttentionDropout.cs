using System.Numerics;
using Nnet.Engine.Data;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;

namespace Nnet.Engine.Layers.Sequences;

/// <summary>Drops a share of the weights of attention; what is dropped is a function of (seed, layer, step, sample, weight), so that backward draws it again.</summary>
/// <param name="batch">The batch.</param>
/// <param name="seed">The run's seed.</param>
/// <param name="node">The layer.</param>
/// <param name="rate">Share that is dropped.</param>
/// <param name="perSample">Weights of one sample.</param>
internal sealed unsafe class AttentionDropout<T>(Batch<T> batch, int seed, int node, double rate, long perSample)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const ulong FirstStream = 1UL << 42;

    private readonly ulong _threshold = (ulong)Math.Min(uint.MaxValue, Math.Round(rate * 4294967296.0));
    private readonly T _scale = T.CreateChecked(1 / (1 - rate));

    /// <summary>Multiplies the weights of a looking place, or their gradients, by 0 or 1/(1 − rate).</summary>
    /// <param name="values">One register per weight.</param>
    /// <param name="group">Group of the samples.</param>
    /// <param name="lane">First of the samples in the group.</param>
    /// <param name="first">Number of the first weight within a sample.</param>
    /// <param name="count">Number of weights.</param>
    public void Apply<V>(T* values, int group, int lane, long first, int count)
        where V : struct, ILanes<V, T>
    {
        var random = new CounterRandom((ulong)seed, FirstStream + ((ulong)batch.Step << 12) + (ulong)node);
        var key = random.NextBits();
        var factors = stackalloc T[V.Count];
        for (var i = 0; i < count; i++)
        {
            for (var k = 0; k < V.Count; k++)
            {
                var sample = (long)(group * batch.Lanes) + lane + k;
                factors[k] = Bits(key + (ulong)((sample * perSample) + first + i)) >= _threshold ? _scale : T.Zero;
            }
            V.Store(V.Load(values + (i * V.Count)) * V.Load(factors), values + (i * V.Count));
        }
    }

    /// <summary>32 well mixed bits of a counter (Mix13 of Stafford, as in SplitMix64).</summary>
    private static uint Bits(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (uint)((z ^ (z >> 31)) >> 32);
    }
}
