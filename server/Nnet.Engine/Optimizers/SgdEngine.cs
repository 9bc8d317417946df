using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Kernels;
using Nnet.Language.Definitions;
using Nnet.Language.Training.Optimizers;

namespace Nnet.Engine.Optimizers;

/// <summary>g ← g + λw; v ← μv + (1−d)·g, the first v being g; w ← w − η·v, with Nesterov's look-ahead w ← w − η·(g + μv), as in PyTorch.</summary>
public sealed class SgdEngine : OptimizerEngine<Sgd>
{
    /// <inheritdoc/>
    public override int MomentsOf(Call call) => call.Get(Sgd.Momentum) == 0 ? 0 : 1;

    /// <inheritdoc/>
    public override Updater<T> Compile<T, V>(Call call)
    {
        var (momentum, decay) = (call.Get(Sgd.Momentum), call.Get(Sgd.WeightDecay));
        return momentum == 0
            ? new FlatUpdater<T, V, Plain<T, V>, None>(new Plain<T, V>(decay))
            : new FlatUpdater<T, V, WithMomentum<T, V>, One>(new WithMomentum<T, V>(momentum, call.Get(Sgd.Dampening), decay, call.Get(Sgd.Nesterov)));
    }

    internal struct Plain<T, V>(double decay) : IUpdate<T, V>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        private readonly V _decay = V.Constant(decay);
        private V _rate;

        public void Prepare(long step, double learningRate) => _rate = V.Constant(-learningRate);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly V Move(V value, V gradient, ref V first, ref V second, ref V third) => V.Fma(_rate, V.Fma(_decay, value, gradient), value);
    }

    internal struct WithMomentum<T, V>(double momentum, double dampening, double decay, bool nesterov) : IUpdate<T, V>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        private readonly V _momentum = V.Constant(momentum);
        private readonly V _decay = V.Constant(decay);
        // Numbers, since other devices are given numbers alone: the direction is g + μv, or v.
        private readonly V _gradientShare = V.Constant(nesterov ? 1 : 0);
        private readonly V _velocityShare = V.Constant(nesterov ? momentum : 1);
        private V _entering;
        private V _rate;

        public void Prepare(long step, double learningRate)
        {
            _rate = V.Constant(-learningRate);
            _entering = V.Constant(step == 1 ? 1 : 1 - dampening);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly V Move(V value, V gradient, ref V first, ref V second, ref V third)
        {
            gradient = V.Fma(_decay, value, gradient);
            first = Elementary.Flush<T, V>(V.Fma(_momentum, first, _entering * gradient));
            var direction = V.Fma(_velocityShare, first, _gradientShare * gradient);
            return V.Fma(_rate, direction, value);
        }
    }
}
