using Nnet.Engine.Compilation;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Spatial;

namespace Nnet.Engine.Layers.Spatial;

/// <summary>A convolution in as many groups as there are channels.</summary>
public sealed class DepthwiseEngine : LayerEngine<Depthwise>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples =>
    [
        LayerSample.Of<Depthwise>(2, 3, 13).With(Convolution.Kernel, [5]).With(Convolution.Padding, Padding.Same),
        LayerSample.Of<Depthwise>(3, 5, 12).With(Convolution.Kernel, [3]).With(Convolution.Padding, Padding.Of(1)),
        LayerSample.Of<Depthwise>(2, 6, 7).With(Convolution.Kernel, [3]).With(Convolution.Stride, [2]).With(Depthwise.Multiplier, 3).With(Convolution.Bias, false),
        LayerSample.Of<Depthwise>(2, 11).With(Convolution.Kernel, [5]).With(Convolution.Dilation, [2]).With(Convolution.Padding, Padding.Same),
        LayerSample.Of<Depthwise>(4, 3, 3).With(Convolution.Kernel, [1]),
        LayerSample.OfSequence<Depthwise>(9, 2).With(Convolution.Kernel, [3]).With(Convolution.Padding, Padding.Of(1)),
    ];

    /// <inheritdoc/>
    public override bool TakesLoneSamples(Node node) => true;

    /// <inheritdoc/>
    public override LayerMemory MemoryOf(Node node) => LayerMemory.KeepsInput;

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site) => ConvEngine.Compile(site, site.InputShape.IsSequence ? site.InputShape[^1] : site.InputShape[0]);
}
