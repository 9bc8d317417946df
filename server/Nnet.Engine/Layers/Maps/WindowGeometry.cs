using Nnet.Language.Layers.Spatial;

namespace Nnet.Engine.Layers.Maps;

/// <summary>A window that slides over one, two or three spatial axes, brought to three: the missing ones have extent 1.</summary>
/// <param name="Input">Extent of the input along each axis.</param>
/// <param name="Output">Extent of the output along each axis.</param>
/// <param name="Kernel">Extent of the window.</param>
/// <param name="Stride">Step of the window.</param>
/// <param name="Dilation">Distance of the places under the window.</param>
/// <param name="Padding">Places put before the input.</param>
/// <param name="After">Places put behind it; a convolution needs them for nothing but its output's extent.</param>
public sealed record WindowGeometry(Axes Input, Axes Output, Axes Kernel, Axes Stride, Axes Dilation, Axes Padding, Axes After)
{
    /// <summary>Places in the input.</summary>
    public int InputArea => Input.Product;

    /// <summary>Places in the output.</summary>
    public int OutputArea => Output.Product;

    /// <summary>Places under the window.</summary>
    public int Area => Kernel.Product;

    /// <summary>Makes the geometry of a window that the language has placed.</summary>
    public static WindowGeometry Of(Window window)
    {
        return new WindowGeometry(Extents(axis => axis.Input, 1), Extents(axis => axis.Output, 1), Extents(axis => axis.Kernel, 1), Extents(axis => axis.Stride, 1), Extents(axis => axis.Dilation, 1), Extents(axis => axis.Before, 0), Extents(axis => axis.After, 0));

        Axes Extents(Func<WindowAxis, int> of, int missing) => Axes.Of([.. window.Axes.Select(of)], missing);
    }

    /// <summary>The range of output coordinates along an axis for which a place under the window lies inside the input.</summary>
    public (int From, int To) Reached(int axis, int tap)
    {
        var from = 0;
        while (from < Output[axis] && (from * Stride[axis]) - Padding[axis] + (tap * Dilation[axis]) < 0)
        {
            from++;
        }
        var to = Output[axis];
        while (to > from && ((to - 1) * Stride[axis]) - Padding[axis] + (tap * Dilation[axis]) >= Input[axis])
        {
            to--;
        }
        return (from, to);
    }
}
