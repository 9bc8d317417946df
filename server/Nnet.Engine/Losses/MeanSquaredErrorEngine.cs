using Nnet.Engine.Kernels;
using Nnet.Language.Training;

namespace Nnet.Engine.Losses;

/// <summary>(v − t)², with slope 2(v − t).</summary>
public sealed class MeanSquaredErrorEngine : LossEngine<MeanSquaredError>
{
    /// <inheritdoc/>
    public override void Compile<T, V>(LossSite<T, V> site) => ElementwiseLoss.Compile(site, default(Function<T, V>));

    private readonly struct Function<T, V> : IElementwiseLoss<T, V>
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        public V Value(V value, V target) => (value - target) * (value - target);

        public V Slope(V value, V target) => (value - target) * V.Constant(2);

        public V Output(V value) => value;
    }
}
