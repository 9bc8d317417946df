using System.Numerics;
using Nnet.Engine.Compilation;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Maps;
using Nnet.Language.Layers;

namespace Nnet.Engine.Layers;

/// <summary>y = γ·x, one γ for each channel or for all; dγ = Σ dy·x.</summary>
public sealed class ScaleEngine : ChannelWeightEngine<Scale>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples =>
    [
        LayerSample.Of<Scale>(5),
        LayerSample.Of<Scale>(3, 2, 2),
        LayerSample.Of<Scale>(3, 2).With(Scale.PerChannel, false),
        LayerSample.OfSequence<Scale>(4, 3),
    ];

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site) => Add(site, default(Function<T, V>));

    internal readonly struct Function<T, V> : IChannelFunction<T, V>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        public V Value(V x, V weight) => x * weight;

        public V Slope(V x, V weight) => weight;

        public V Share(V x) => x;
    }
}
