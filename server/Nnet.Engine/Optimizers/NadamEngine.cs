using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Kernels;
using Nnet.Language.Definitions;
using Nnet.Language.Training.Optimizers;

namespace Nnet.Engine.Optimizers;

/// <summary>The update of Dozat (2016), with the rising momentum μₜ = β₁·(1 − ½·0.96^(t·ψ)), as in PyTorch.</summary>
public sealed class NadamEngine : OptimizerEngine<Nadam>
{
    /// <inheritdoc/>
    public override int MomentsOf(Call call) => 2;

    /// <inheritdoc/>
    public override Updater<T> Compile<T, V>(Call call)
        => new FlatUpdater<T, V, Step<T, V>, Two>(new(call.Get(Nadam.Beta1), call.Get(Nadam.Beta2), call.Get(Nadam.Epsilon), call.Get(Nadam.WeightDecay), call.Get(Nadam.MomentumDecay)));

    internal struct Step<T, V>(double beta1, double beta2, double epsilon, double decay, double momentumDecay) : IUpdate<T, V>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        private readonly V _beta1 = V.Constant(beta1);
        private readonly V _rest1 = V.Constant(1 - beta1);
        private readonly V _beta2 = V.Constant(beta2);
        private readonly V _rest2 = V.Constant(1 - beta2);
        private readonly V _epsilon = V.Constant(epsilon);
        private readonly V _decay = V.Constant(decay);
        private V _ofGradient;
        private V _ofMean;
        private V _correction;
        private long _step;
        private double _product = 1;

        public void Prepare(long step, double learningRate)
        {
            // The product of all μ so far; a run that begins elsewhere than behind the last step multiplies it anew.
            for (_step = step > _step ? _step : Restart(); _step < step; _step++)
            {
                _product *= MomentumAt(_step + 1);
            }
            var next = MomentumAt(step + 1);
            _ofGradient = V.Constant(-learningRate * (1 - MomentumAt(step)) / (1 - _product));
            _ofMean = V.Constant(-learningRate * next / (1 - (_product * next)));
            _correction = V.Constant(1 / Math.Sqrt(1 - Math.Pow(beta2, step)));
        }

        private readonly double MomentumAt(long step) => beta1 * (1 - (0.5 * Math.Pow(0.96, step * momentumDecay)));

        private long Restart()
        {
            _product = 1;
            return 0;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly V Move(V value, V gradient, ref V first, ref V second, ref V third)
        {
            gradient = V.Fma(_decay, value, gradient);
            first = Elementary.Flush<T, V>(V.Fma(_beta1, first, _rest1 * gradient));
            second = Elementary.Flush<T, V>(V.Fma(_beta2, second, _rest2 * gradient * gradient));
            return value + (V.Fma(_ofMean, first, _ofGradient * gradient) / V.Fma(V.Sqrt(second), _correction, _epsilon));
        }
    }
}
