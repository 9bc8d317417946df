using System.Numerics;
using Nnet.Engine.Compilation;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Convolutions;
using Nnet.Engine.Layers.Maps;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Spatial;

namespace Nnet.Engine.Layers.Spatial;

/// <summary>y[f] = b[f] + Σ W[f, c, k]·x[c, place + k], in one, two or three spatial axes.</summary>
public sealed class ConvEngine : LayerEngine<Conv>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples =>
    [
        LayerSample.Of<Conv>(2, 5, 6).With(Conv.Filters, 3).With(Convolution.Kernel, [3]),
        LayerSample.Of<Conv>(1, 5, 5).With(Conv.Filters, 7).With(Convolution.Kernel, [5]).With(Convolution.Padding, Padding.Of(2)),
        LayerSample.Of<Conv>(3, 6, 7).With(Conv.Filters, 2).With(Convolution.Kernel, [3, 2]).With(Convolution.Stride, [2]).With(Convolution.Padding, Padding.Of(1, 0)),
        LayerSample.Of<Conv>(2, 9).With(Conv.Filters, 13).With(Convolution.Kernel, [4]).With(Convolution.Stride, [3]).With(Convolution.Bias, false),
        LayerSample.Of<Conv>(2, 3, 3, 4).With(Conv.Filters, 2).With(Convolution.Kernel, [2]).With(Convolution.Padding, Padding.Of(1)),
        LayerSample.Of<Conv>(2, 5, 6).With(Conv.Filters, 3).With(Convolution.Kernel, [2, 3]).With(Convolution.Stride, [2]).With(Convolution.Padding, Padding.Same),
        LayerSample.Of<Conv>(5, 3, 3).With(Conv.Filters, 4).With(Convolution.Kernel, [1]),
        LayerSample.Of<Conv>(4, 4, 3).With(Conv.Filters, 5).With(Convolution.Kernel, [1]).With(Convolution.Stride, [2]),
        LayerSample.Of<Conv>(2, 5, 4).With(Conv.Filters, 8).With(Convolution.Kernel, [3, 1]).With(Convolution.Padding, Padding.Of(1)),
        LayerSample.Of<Conv>(4, 5, 6).With(Conv.Filters, 6).With(Convolution.Kernel, [3]).With(Conv.Groups, 2).With(Convolution.Padding, Padding.Of(1)),
        LayerSample.Of<Conv>(6, 3, 3).With(Conv.Filters, 9).With(Convolution.Kernel, [1]).With(Conv.Groups, 3),
        LayerSample.Of<Conv>(2, 7, 8).With(Conv.Filters, 3).With(Convolution.Kernel, [3]).With(Convolution.Dilation, [2, 3]).With(Convolution.Padding, Padding.Same),
        LayerSample.Of<Conv>(2, 9, 9).With(Conv.Filters, 1).With(Convolution.Kernel, [2]).With(Convolution.Dilation, [2]).With(Convolution.Stride, [3]).With(Convolution.Padding, Padding.Of(2)),
        LayerSample.Of<Conv>(1, 2, 9).With(Conv.Filters, 2).With(Convolution.Kernel, [1, 7]).With(Convolution.Padding, Padding.Of(0, 3)),
        LayerSample.OfSequence<Conv>(7, 2).With(Conv.Filters, 7).With(Convolution.Kernel, [3]).With(Convolution.Padding, Padding.Of(1)),
        LayerSample.OfSequence<Conv>(5, 4).With(Conv.Filters, 2).With(Convolution.Kernel, [1]).With(Conv.Groups, 2),
    ];

    /// <inheritdoc/>
    public override bool TakesLoneSamples(Node node) => true;

    /// <inheritdoc/>
    public override LayerMemory MemoryOf(Node node) => LayerMemory.KeepsInput;

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site) => Compile(site, site.Node.Get(Conv.Groups));

    /// <summary>Adds the instructions of a convolution.</summary>
    internal static void Compile<T, V>(LayerSite<T, V> site, int groups)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        var shape = new ConvolutionShape(WindowGeometry.Of(site.Node.Facts!.Window!), MapLayout.Of(site.InputShape, site.Lanes), MapLayout.Of(site.OutputShape, site.Lanes), groups);
        var weight = site.Tensor("weight")!;
        var bias = site.Tensor("bias");
        site.Convolve(shape, isBack: false, weight, bias);
        if (site.OutputGradient is not { } gradient)
        {
            return;
        }
        if (site.InputGradient is { } inputGradient)
        {
            site.Backward(new ConvolutionPass<T, V>(site.Batch, shape, isBack: true, weight, null, gradient, inputGradient), [gradient], [inputGradient]);
        }
        site.Gradient(weight, new ConvolutionGradient<T, V>(site.Batch, shape, weight, site.Input, gradient), (long)weight.RowLength * shape.Window.OutputArea, site.Input, gradient);
        if (bias is not null)
        {
            site.Gradient(bias, new ChannelSums<T, V>(site.Batch, bias, gradient, shape.Output), shape.Window.OutputArea, gradient);
        }
    }
}
