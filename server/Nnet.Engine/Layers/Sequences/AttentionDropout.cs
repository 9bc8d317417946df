using System.Numerics;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Regularization;

namespace Nnet.Engine.Layers.Sequences;

/// <summary>Drops a share of the weights of attention; backward draws again what was dropped.</summary>
/// <param name="batch">The batch.</param>
/// <param name="random">Draws one number for each weight of a sample.</param>
/// <param name="rule">What dropping does.</param>
internal sealed unsafe class AttentionDropout<T>(Batch<T> batch, RandomLanes<T> random, DropRule rule)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Draws one number for each weight of a sample.</summary>
    public RandomLanes<T> Random => random;

    /// <summary>What dropping does.</summary>
    public DropRule Rule => rule;

    /// <summary>Multiplies the weights of a looking place, or their gradients, by 0 or 1/(1 − rate).</summary>
    /// <param name="values">One register per weight.</param>
    /// <param name="group">Group of the samples.</param>
    /// <param name="lane">First of the samples in the group.</param>
    /// <param name="first">Number of the first weight within a sample.</param>
    /// <param name="count">Number of weights.</param>
    public void Apply<V>(T* values, int group, int lane, int first, int count)
        where V : struct, ILanes<V, T>
    {
        var keys = random.Keys;
        var draws = stackalloc T[batch.Lanes];
        var (rate, scale) = (V.Constant(rule.Rate), V.Constant(rule.Scale));
        for (var i = 0; i < count; i++, values += V.Count)
        {
            random.Draw(keys, group, first + i, draws);
            V.Store(V.Select(V.Greater(V.Load(draws + lane), rate), V.Load(values) * scale, V.Zero), values);
        }
    }
}
