using Nnet.Engine.Layers.Maps;

namespace Nnet.Engine.Layers.Convolutions;

/// <summary>
/// A convolution as its kernels see it. Its weights are filters × (channels / groups) × window, as PyTorch has them. A transposed
/// convolution is one whose window looks at the layer's output: forward and backward change places.
/// </summary>
/// <param name="Window">How the window lies.</param>
/// <param name="Input">What the window looks at.</param>
/// <param name="Output">What the filters give.</param>
/// <param name="Groups">Parts of the channels and filters that keep to themselves.</param>
internal sealed record ConvolutionShape(WindowGeometry Window, MapLayout Input, MapLayout Output, int Groups)
{
    /// <summary>Filters of a part.</summary>
    public int Filters => Output.Channels / Groups;

    /// <summary>Channels of a part.</summary>
    public int Channels => Input.Channels / Groups;

    /// <summary>Numbers that a filter has.</summary>
    public int RowLength => Channels * Window.Area;

    /// <summary>Whether every place sees itself alone, so that the convolution is one matrix product.</summary>
    public bool IsPointwise => Window.Area == 1 && Window.Stride == new Axes(1, 1, 1) && Window.Padding == default && Window.Input == Window.Output;
}
