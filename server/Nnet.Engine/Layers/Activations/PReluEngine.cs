using System.Numerics;
using Nnet.Engine.Compilation;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Maps;
using Nnet.Language.Layers.Activations;

namespace Nnet.Engine.Layers.Activations;

/// <summary>x, or a·x left of zero; da = Σ dy·min(0, x).</summary>
public sealed class PReluEngine : ChannelWeightEngine<PRelu>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples =>
    [
        LayerSample.Of<PRelu>(5),
        LayerSample.Of<PRelu>(3, 2, 2).With(PRelu.PerChannel, true),
        LayerSample.OfSequence<PRelu>(4, 3).With(PRelu.PerChannel, true),
    ];

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site) => Add(site, default(Function<T, V>));

    internal readonly struct Function<T, V> : IChannelFunction<T, V>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        public V Value(V x, V weight) => V.Select(V.Greater(x, V.Zero), x, weight * x);

        public V Slope(V x, V weight) => V.Select(V.Greater(x, V.Zero), V.Constant(1), weight);

        public V Share(V x) => V.Min(V.Zero, x);
    }
}
