using Nnet.Engine.Compilation;
using Nnet.Engine.Layers.Convolutions;
using Nnet.Engine.Layers.Maps;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Spatial;

namespace Nnet.Engine.Layers.Spatial;

/// <summary>The backward pass of a convolution as a layer: its window looks at the output, and its backward pass is that convolution.</summary>
public sealed class ConvTransposeEngine : LayerEngine<ConvTranspose>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples =>
    [
        LayerSample.Of<ConvTranspose>(3, 3, 4).With(ConvTranspose.Filters, 2).With(ConvTranspose.Kernel, [2]).With(ConvTranspose.Stride, [2]),
        LayerSample.Of<ConvTranspose>(2, 3, 4).With(ConvTranspose.Filters, 7).With(ConvTranspose.Kernel, [3]).With(ConvTranspose.Stride, [2]).With(ConvTranspose.Padding, Padding.Of(1)).With(ConvTranspose.OutputPadding, [1]),
        LayerSample.Of<ConvTranspose>(4, 3, 3).With(ConvTranspose.Filters, 6).With(ConvTranspose.Kernel, [3]).With(ConvTranspose.Groups, 2).With(ConvTranspose.Bias, false),
        LayerSample.Of<ConvTranspose>(2, 5).With(ConvTranspose.Filters, 3).With(ConvTranspose.Kernel, [3]).With(ConvTranspose.Dilation, [2]).With(ConvTranspose.Stride, [3]),
        LayerSample.Of<ConvTranspose>(2, 3, 2).With(ConvTranspose.Filters, 3).With(ConvTranspose.Kernel, [3, 2]).With(ConvTranspose.Stride, [2, 3]).With(ConvTranspose.Padding, Padding.Same),
        LayerSample.Of<ConvTranspose>(2, 2, 2, 3).With(ConvTranspose.Filters, 2).With(ConvTranspose.Kernel, [2]),
        LayerSample.Of<ConvTranspose>(3, 2, 3).With(ConvTranspose.Filters, 4).With(ConvTranspose.Kernel, [1]),
        LayerSample.OfSequence<ConvTranspose>(3, 2).With(ConvTranspose.Filters, 3).With(ConvTranspose.Kernel, [4]).With(ConvTranspose.Stride, [2]),
    ];

    /// <inheritdoc/>
    public override bool TakesLoneSamples(Node node) => true;

    /// <inheritdoc/>
    public override LayerMemory MemoryOf(Node node) => LayerMemory.KeepsInput;

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
        var (input, output) = (MapLayout.Of(site.InputShape, site.Lanes), MapLayout.Of(site.OutputShape, site.Lanes));
        var shape = new ConvolutionShape(WindowOf(site.Node, site.InputShape, input.Extent, output.Extent), output, input, site.Node.Get(ConvTranspose.Groups));
        var weight = site.Tensor("weight")!;
        var bias = site.Tensor("bias");
        site.Convolve(shape, isBack: true, weight, bias);
        if (site.OutputGradient is not { } gradient)
        {
            return;
        }
        if (site.InputGradient is { } inputGradient)
        {
            site.Backward(new ConvolutionPass<T, V>(site.Batch, shape, isBack: false, weight, null, gradient, inputGradient), [gradient], [inputGradient]);
        }
        site.Gradient(weight, new ConvolutionGradient<T, V>(site.Batch, shape, weight, gradient, site.Input), (long)weight.RowLength * input.Places, site.Input, gradient);
        if (bias is not null)
        {
            site.Gradient(bias, new ChannelSums<T, V>(site.Batch, bias, gradient, output), output.Places, gradient);
        }
    }

    /// <summary>The window of the convolution that this layer undoes.</summary>
    private static WindowGeometry WindowOf(Node node, Shape input, Axes from, Axes to)
    {
        var (kernel, stride, dilation) = (Axes.PerAxis(node.Get(ConvTranspose.Kernel), input), Axes.PerAxis(node.Get(ConvTranspose.Stride), input), Axes.PerAxis(node.Get(ConvTranspose.Dilation), input));
        var padding = node.Get(ConvTranspose.Padding);
        var before = padding.IsSame ? new Axes(Same(0), Same(1), Same(2)) : Axes.PerAxis(padding.Places, input, missing: 0);
        return new WindowGeometry(to, from, kernel, stride, dilation, before, before);

        // Half of what a convolution to this size pads in all; where that is odd, the last side has one more.
        int Same(int axis) => Math.Max(0, ((from[axis] - 1) * stride[axis]) + ((kernel[axis] - 1) * dilation[axis]) + 1 - to[axis]) / 2;
    }
}
