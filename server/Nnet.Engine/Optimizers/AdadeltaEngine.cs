using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Kernels;
using Nnet.Language.Definitions;
using Nnet.Language.Training.Optimizers;

namespace Nnet.Engine.Optimizers;

/// <summary>g ← g + λw; s ← ρs + (1−ρ)g²; Δ = g·√(u + ε)/√(s + ε); u ← ρu + (1−ρ)Δ²; w ← w − η·Δ, as in PyTorch.</summary>
public sealed class AdadeltaEngine : OptimizerEngine<Adadelta>
{
    /// <inheritdoc/>
    public override int MomentsOf(Call call) => 2;

    /// <inheritdoc/>
    public override Updater<T> Compile<T, V>(Call call)
        => new FlatUpdater<T, V, Step<T, V>, Two>(new(call.Get(Adadelta.Rho), call.Get(Adadelta.Epsilon), call.Get(Adadelta.WeightDecay)));

    internal struct Step<T, V>(double rho, double epsilon, double decay) : IUpdate<T, V>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        private readonly V _rho = V.Constant(rho);
        private readonly V _rest = V.Constant(1 - rho);
        private readonly V _epsilon = V.Constant(epsilon);
        private readonly V _decay = V.Constant(decay);
        private V _rate;

        public void Prepare(long step, double learningRate) => _rate = V.Constant(-learningRate);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly V Move(V value, V gradient, ref V first, ref V second, ref V third)
        {
            gradient = V.Fma(_decay, value, gradient);
            first = Elementary.Flush<T, V>(V.Fma(_rho, first, _rest * gradient * gradient));
            var move = V.Sqrt(second + _epsilon) / V.Sqrt(first + _epsilon) * gradient;
            second = Elementary.Flush<T, V>(V.Fma(_rho, second, _rest * move * move));
            return V.Fma(_rate, move, value);
        }
    }
}
