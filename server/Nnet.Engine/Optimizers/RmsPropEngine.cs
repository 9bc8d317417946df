using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Kernels;
using Nnet.Language.Definitions;
using Nnet.Language.Training.Optimizers;

namespace Nnet.Engine.Optimizers;

/// <summary>
/// g ← g + λw; s ← αs + (1−α)g²; v ← μv + g/(√s + ε); w ← w − η·v, as in PyTorch. Centred, the square of the mean
/// gradient is taken off s under the root.
/// </summary>
public sealed class RmsPropEngine : OptimizerEngine<RmsProp>
{
    /// <inheritdoc/>
    public override int MomentsOf(Call call) => 1 + (call.Get(RmsProp.Momentum) > 0 ? 1 : 0) + (call.Get(RmsProp.Centered) ? 1 : 0);

    /// <inheritdoc/>
    public override Updater<T> Compile<T, V>(Call call) => (call.Get(RmsProp.Momentum) > 0, call.Get(RmsProp.Centered)) switch
    {
        (false, false) => new FlatUpdater<T, V, Step<T, V, None, None>, One>(new(call)),
        (true, false) => new FlatUpdater<T, V, Step<T, V, One, None>, Two>(new(call)),
        (false, true) => new FlatUpdater<T, V, Step<T, V, None, One>, Two>(new(call)),
        (true, true) => new FlatUpdater<T, V, Step<T, V, One, One>, Three>(new(call)),
    };

    internal struct Step<T, V, TMomentum, TCentered>(Call call) : IUpdate<T, V>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        where TMomentum : struct, IConstant
        where TCentered : struct, IConstant
    {
        private readonly V _alpha = V.Constant(call.Get(RmsProp.Alpha));
        private readonly V _rest = V.Constant(1 - call.Get(RmsProp.Alpha));
        private readonly V _epsilon = V.Constant(call.Get(RmsProp.Epsilon));
        private readonly V _decay = V.Constant(call.Get(RmsProp.WeightDecay));
        private readonly V _momentum = V.Constant(call.Get(RmsProp.Momentum));
        private V _rate;

        public void Prepare(long step, double learningRate) => _rate = V.Constant(-learningRate);

        // The mean comes second where there is no momentum, otherwise third.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly V Move(V value, V gradient, ref V first, ref V second, ref V third)
        {
            gradient = V.Fma(_decay, value, gradient);
            first = Elementary.Flush<T, V>(V.Fma(_alpha, first, _rest * gradient * gradient));
            var square = first;
            if (TCentered.Value > 0)
            {
                ref var mean = ref (TMomentum.Value > 0 ? ref third : ref second);
                mean = Elementary.Flush<T, V>(V.Fma(_alpha, mean, _rest * gradient));
                // Never below zero, but rounding does not know that.
                square = V.Max(V.Zero, square - (mean * mean));
            }
            var move = gradient / (V.Sqrt(square) + _epsilon);
            if (TMomentum.Value > 0)
            {
                second = Elementary.Flush<T, V>(V.Fma(_momentum, second, move));
                move = second;
            }
            return V.Fma(_rate, move, value);
        }
    }
}
