using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Kernels;
using Nnet.Language.Definitions;
using Nnet.Language.Training.Optimizers;

namespace Nnet.Engine.Optimizers;

/// <summary>g ← g + λw; s ← s + g²; w ← w − η/(1 + (t−1)·d) · g/(√s + ε), as in PyTorch.</summary>
public sealed class AdagradEngine : OptimizerEngine<Adagrad>
{
    /// <inheritdoc/>
    public override int MomentsOf(Call call) => 1;

    /// <inheritdoc/>
    public override Updater<T> Compile<T, V>(Call call)
        => new FlatUpdater<T, V, Step<T, V>, One>(new(call.Get(Adagrad.RateDecay), call.Get(Adagrad.WeightDecay), call.Get(Adagrad.InitialSum), call.Get(Adagrad.Epsilon)));

    internal struct Step<T, V>(double rateDecay, double decay, double initial, double epsilon) : IUpdate<T, V>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        private readonly V _decay = V.Constant(decay);
        private readonly V _initial = V.Constant(initial);
        private readonly V _epsilon = V.Constant(epsilon);
        private V _rate;

        public void Prepare(long step, double learningRate) => _rate = V.Constant(-learningRate / (1 + ((step - 1) * rateDecay)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly V Move(V value, V gradient, ref V first, ref V second, ref V third)
        {
            gradient = V.Fma(_decay, value, gradient);
            first = V.Fma(gradient, gradient, first);
            return V.Fma(_rate, gradient / (V.Sqrt(first + _initial) + _epsilon), value);
        }
    }
}
