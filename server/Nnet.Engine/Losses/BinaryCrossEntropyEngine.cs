using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Kernels;
using Nnet.Language.Layers.Activations;
using Nnet.Language.Training.Losses;

namespace Nnet.Engine.Losses;

/// <summary>Binary cross-entropy of the logit z: softplus(z) − t·z, with slope σ(z) − t. Neither tail overflows or rounds to log 0.</summary>
public sealed class BinaryCrossEntropyEngine : LossEngine<BinaryCrossEntropy>
{
    /// <inheritdoc/>
    public override Type Link => typeof(Sigmoid);

    /// <inheritdoc/>
    public override void Compile<T, V>(LossSite<T, V> site) => ElementwiseLoss.Compile(site, default(Function<T, V>));

    private readonly struct Function<T, V> : IElementwiseLoss<T, V>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V value, V target) => Elementary.Softplus<T, V>(value) - (target * value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Slope(V value, V target) => Elementary.Sigmoid<T, V>(value) - target;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Output(V value) => Elementary.Sigmoid<T, V>(value);
    }
}
