using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Kernels;
using Nnet.Language.Definitions;
using Nnet.Language.Training.Optimizers;

namespace Nnet.Engine.Optimizers;

/// <summary>w ← w − η·(sign(β₁m + (1−β₁)g) + λw); m ← β₂m + (1−β₂)g (Chen et al. 2023, algorithm 2).</summary>
public sealed class LionEngine : OptimizerEngine<Lion>
{
    /// <inheritdoc/>
    public override int MomentsOf(Call call) => 1;

    /// <inheritdoc/>
    public override Updater<T> Compile<T, V>(Call call)
        => new FlatUpdater<T, V, Step<T, V>, One>(new(call.Get(Lion.Beta1), call.Get(Lion.Beta2), call.Get(Lion.WeightDecay)));

    internal struct Step<T, V>(double beta1, double beta2, double decay) : IUpdate<T, V>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        private readonly V _beta1 = V.Constant(beta1);
        private readonly V _rest1 = V.Constant(1 - beta1);
        private readonly V _beta2 = V.Constant(beta2);
        private readonly V _rest2 = V.Constant(1 - beta2);
        private V _kept;
        private V _rate;

        public void Prepare(long step, double learningRate)
        {
            _kept = V.Constant(1 - (learningRate * decay));
            _rate = V.Constant(learningRate);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly V Move(V value, V gradient, ref V first, ref V second, ref V third)
        {
            var direction = V.Fma(_beta1, first, _rest1 * gradient);
            first = Elementary.Flush<T, V>(V.Fma(_beta2, first, _rest2 * gradient));
            // A direction that is not a number stays one, so that divergence shows.
            var move = V.Select(V.Greater(direction, V.Zero), _rate, V.Select(V.Greater(V.Zero, direction), -_rate, direction));
            return V.Fma(value, _kept, -move);
        }
    }
}
